#pragma once

#include <gtest/gtest.h>

#include <functional>

#include "emulator/loop/on_loop.h"
#include "emulator/protocol/ask.h"
#include "emulator/sqs/operations.h"
#include "emulator/store/temporary_directory.h"

namespace sqs {

// Queues over a store that can be closed and opened again, and what clients say to them.
struct World {
  store::TemporaryDirectory directory = {};
  std::optional<base::TimePoint> virtual_start = loop::test_start();

  struct Open {
    loop::Loop& loop;
    store::Store store;
    Queues queues;
    protocol::JsonEndpoint json;
    protocol::QueryEndpoint query;
    Open(loop::Loop& l, const std::string& directory)
        : loop(l),
          store(loop, {.directory = directory}),
          queues(loop, store),
          json(protocol_of(), queues, kOperations),
          query(query_protocol_of(), queues, kOperations) {}

    protocol::Answer ask(const std::string& operation, const base::Json& fields) {
      return protocol::ask_json(json, "AmazonSQS." + operation, fields.dump());
    }
    // The answer's body; fails the test where it is a fault.
    base::Json call(const std::string& operation, const base::Json& fields) {
      const auto answer = ask(operation, fields);
      EXPECT_EQ(answer.status, 200) << operation << ": " << answer.body;
      return base::Json::parse(answer.body);
    }
    // "code|query code" of the fault; empty where there is none.
    std::string fault(const std::string& operation, const base::Json& fields) {
      const auto answer = ask(operation, fields);
      if (answer.status == 200) return {};
      return base::Json::parse(answer.body).text("__type") + "|" + answer.headers.get("x-amzn-query-error");
    }
    // An hour is no time. Whatever comes due on the way runs.
    void pass(base::Duration duration) { ASSERT_TRUE(loop.advance_to(loop.now() + duration, loop::soon())); }
  };

  void open(const std::function<void(Open&)>& body) {
    loop::on_loop({.virtual_start = virtual_start}, [&](loop::Loop& loop) {
      Open opened(loop, directory.path());
      body(opened);
      virtual_start = loop.is_virtual() ? std::optional(loop.now()) : std::nullopt;
    });
  }
};

inline constexpr const char* kOrders = "http://127.0.0.1:4566/000000000000/orders";
inline constexpr const char* kOrdersArn = "arn:aws:sqs:us-east-1:000000000000:orders";

inline base::Json orders(base::Json fields = base::Json::object()) {
  fields.set("QueueUrl", kOrders);
  return fields;
}

}  // namespace sqs
