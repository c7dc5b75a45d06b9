#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "emulator/dynamodb/endpoint.h"
#include "emulator/loop/loop.h"
#include "emulator/protocol/fault.h"
#include "emulator/store/store.h"

namespace dynamodb {

// A DynamoDB of its own in memory (or in a directory) under a virtual clock that starts at 2026-11-21T00:00:00Z.
struct Service {
  explicit Service(std::string directory = {})
      : loop({.seed = 7, .virtual_start = *base::parse_iso8601("2026-11-21T00:00:00Z")}),
        store(loop, {.directory = std::move(directory)}),
        tables(store, loop) {}

  Json run(std::string_view operation, std::string_view request) {
    Call call = caller;
    call.now = loop.now();
    return dynamodb::call(tables, operation, Json::parse(request), call);
  }
  // The answer as text; a fault as "Code: message".
  std::string text(std::string_view operation, std::string_view request) {
    try {
      return run(operation, request).dump();
    } catch (const protocol::Fault& fault) {
      const std::string capital = fault.members.text("Message");
      return fault.code + ": " + (fault.message.empty() ? capital : fault.message);
    }
  }

  loop::Loop loop;
  store::Store store;
  Tables tables;
  Call caller = {};
};

}  // namespace dynamodb
