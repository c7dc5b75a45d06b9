#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "emulator/http/message.h"
#include "emulator/iam/access.h"
#include "emulator/protocol/endpoint.h"

namespace support {

// A body that is there already.
class MemoryBody : public http::BodyReader {
 public:
  explicit MemoryBody(std::string_view text) : text_(text) {}
  std::string_view read() override { return std::exchange(text_, {}); }

 private:
  std::string_view text_ = {};
};

struct Answer {
  int status = 0;
  std::string text = {};
  http::Headers headers = {};
  base::Json json() const { return base::Json::parse(text); }
};

// One request of the account's owner to an endpoint, without a wire between.
inline Answer send(const protocol::Endpoint& endpoint, http::Request request, std::string_view body,
                   base::TimePoint now) {
  const iam::Access owner("000000000000", "us-east-1");
  MemoryBody reader(body);
  request.body = &reader;
  request.headers.set("Host", "localhost");
  protocol::Call call{.request_id = "8f14e45f-ceea-467f-9d4d-3b0f8c1f9f0e", .now = now, .authorizer = &owner};
  const http::Response response = endpoint.handle(request, call);
  return {.status = response.status, .text = std::get<std::string>(response.body), .headers = response.headers};
}

// An operation of the JSON protocols. The answer's text; an error as "Code: message".
inline std::string run_json(const protocol::Endpoint& endpoint, std::string_view operation, std::string_view body,
                            base::TimePoint now) {
  const Answer answer = send(
      endpoint,
      {.method = "POST", .target = "/", .path = "/", .headers = {{"X-Amz-Target", "Any." + std::string(operation)}}},
      body, now);
  if (answer.status == 200) return answer.text;
  return answer.json().text("__type") + ": " + answer.json().text("message");
}

}  // namespace support
