#pragma once

#include <string>
#include <string_view>

#include "emulator/http/message.h"
#include "emulator/protocol/call.h"
#include "emulator/s3/notification.h"

namespace s3 {

// One request to S3: whom it is about, and what it says besides.
struct Request {
  http::Request& http;
  const protocol::Call& call;
  std::string bucket = {};
  std::string key = {};
  http::Query query = {};

  const std::string* header(std::string_view name) const { return http.headers.find(name); }
  const std::string* parameter(std::string_view name) const { return http::find_parameter(query, name); }
  std::string parameter_or(std::string_view name, std::string_view otherwise) const {
    const std::string* found = parameter(name);
    return found ? *found : std::string(otherwise);
  }
  Cause cause(std::string_view event) const { return {.event = event, .call = call, .peer = http.peer}; }
};

// A number from 0 to `most` in the query; `otherwise` where there is none. What is more than `most` is `most`. Throws
// invalid_argument().
std::size_t count_parameter(const Request& request, std::string_view name, std::size_t otherwise, std::size_t most);
// "url" or nothing. Throws invalid_argument().
bool wants_url_encoding(const Request& request);

}  // namespace s3
