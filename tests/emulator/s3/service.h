#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/json.h"
#include "emulator/delivery/deliveries.h"
#include "emulator/iam/access.h"
#include "emulator/s3/buckets.h"
#include "emulator/s3/endpoint.h"
#include "emulator/s3/xml.h"
#include "emulator/store/store.h"
#include "tests/emulator/loop/on_loop.h"
#include "tests/emulator/store/temporary_directory.h"

namespace s3 {

// A body in memory, in pieces as a connection would bring them.
class FakeBody : public http::BodyReader {
 public:
  FakeBody(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}
  std::string_view read() override {
    if (breaks_off_at && at_ >= *breaks_off_at) throw http::BodyError("the client has gone");
    const std::string_view piece = std::string_view(bytes_).substr(at_, piece_);
    at_ += piece.size();
    return piece;
  }
  std::optional<std::size_t> breaks_off_at = {};

 private:
  std::string bytes_ = {};
  std::size_t piece_ = 0;
  std::size_t at_ = 0;
};

struct Answer {
  int status = 0;
  http::Headers headers = {};
  std::string body = {};

  std::string header(std::string_view name) const { return headers.get(name); }
  xml::Element xml(std::string_view root) const { return xml::parse(body, root); }
  std::string code() const { return status < 300 ? "" : xml("Error").text_of("Code"); }
};

struct Ask {
  std::string method = {};
  std::string target = {};
  http::Headers headers = {};
  std::string body = {};
  std::string host = "localhost:4566";
};

// The service on a store in memory, asked through its endpoint, by the account's owner or by `access_key`.
struct Service {
  explicit Service(loop::Loop& the_loop, const store::Store::Options& options = {})
      : loop(the_loop), store(the_loop, options), deliveries(the_loop, store), buckets(the_loop, store, deliveries) {
    for (const char* prefix : {"arn:aws:lambda:", "arn:aws:sqs:", "arn:aws:sns:", "arn:aws:events:"}) {
      deliveries.add_target({.arn_prefix = prefix, .deliver = [this](const delivery::Message& message) {
                               delivered.push_back(message);
                               return delivery::taken();
                             }});
    }
    deliveries.start();
  }

  Answer ask(const Ask& asked) {
    FakeBody body(asked.body, 64 * 1024);
    return ask(asked, body);
  }
  Answer ask(const Ask& asked, FakeBody& body) {
    http::Request request{.method = asked.method,
                          .target = asked.target,
                          .path = asked.target.substr(0, asked.target.find('?')),
                          .headers = asked.headers,
                          .content_length = asked.body.size(),
                          .body = &body,
                          .peer = "127.0.0.1:53124"};
    const auto question = asked.target.find('?');
    if (question != std::string::npos) request.query = asked.target.substr(question + 1);
    request.headers.add("Host", asked.host);
    protocol::Call call{.request_id = "4442587FB7D0A2F9",
                        .endpoint = "http://localhost:4566",
                        .now = loop.now(),
                        .authorizer = &access};
    http::Response response = endpoint.handle(request, call);
    return {.status = response.status, .headers = response.headers, .body = take(response)};
  }
  Answer get(const std::string& target, http::Headers headers = {}) { return ask({"GET", target, std::move(headers)}); }
  Answer head(const std::string& target, http::Headers headers = {}) {
    return ask({"HEAD", target, std::move(headers)});
  }
  Answer put(const std::string& target, std::string body, http::Headers headers = {}) {
    return ask({"PUT", target, std::move(headers), std::move(body)});
  }
  Answer post(const std::string& target, std::string body = {}, http::Headers headers = {}) {
    return ask({"POST", target, std::move(headers), std::move(body)});
  }
  Answer remove(const std::string& target, http::Headers headers = {}) {
    return ask({"DELETE", target, std::move(headers)});
  }

  std::size_t blobs() const {
    std::size_t count = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(store.blob_directory())) {
      count += file.is_regular_file();
    }
    return count;
  }

  static std::string take(http::Response& response) {
    if (auto* text = std::get_if<std::string>(&response.body)) return std::move(*text);
    const auto& file = std::get<http::FileBody>(response.body);
    std::string bytes(static_cast<std::size_t>(file.length), '\0');
    const auto got = pread(file.descriptor, bytes.data(), bytes.size(), static_cast<off_t>(file.offset));
    CHECK(got == static_cast<ssize_t>(bytes.size()));
    close(file.descriptor);
    return bytes;
  }

  loop::Loop& loop;
  store::Store store;
  delivery::Deliveries deliveries;
  iam::Access access{"000000000000", "us-east-1"};
  Buckets buckets;
  S3Endpoint endpoint{buckets};
  std::vector<delivery::Message> delivered = {};
};

// Runs `test` with the service and a bucket "data", under a virtual clock.
inline void with_service(const std::function<void(Service&)>& test) {
  loop::on_virtual_loop([&](loop::Loop& loop) {
    Service service(loop);
    ASSERT_EQ(service.put("/data", "").status, 200);
    test(service);
  });
}

// The files of blobs that are there when `test` is over and the store is closed: what nobody keeps is gone by then.
inline std::size_t blob_files_after(const std::function<void(Service&)>& test) {
  const store::TemporaryDirectory directory;
  loop::on_virtual_loop([&](loop::Loop& loop) {
    Service service(loop, {.directory = directory.path()});
    ASSERT_EQ(service.put("/data", "").status, 200);
    test(service);
    EXPECT_TRUE(service.store.check().empty());
  });
  std::size_t count = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(directory.path() + "/blobs")) {
    count += file.is_regular_file();
  }
  return count;
}

// The texts of `name` in every child `list`: {"a", "b"} of <Contents><Key>a</Key></Contents><Contents>…
inline std::vector<std::string> texts(const xml::Element& root, std::string_view list, std::string_view name) {
  std::vector<std::string> found;
  for (const xml::Element& child : root.children) {
    if (child.name == list) found.push_back(child.text_of(name));
  }
  return found;
}

// Bytes that are not all alike.
inline std::string bytes_of_size(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint64_t state = 1;
  for (char& c : bytes) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    c = static_cast<char>(state >> 56);
  }
  return bytes;
}

}  // namespace s3
