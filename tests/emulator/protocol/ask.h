#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "emulator/http/message.h"
#include "emulator/protocol/endpoint.h"

namespace protocol {

// A body that is there as a whole.
class TextBody : public http::BodyReader {
 public:
  explicit TextBody(std::string text) : text_(std::move(text)) {}
  std::string_view read() override { return std::exchange(read_, true) ? std::string_view() : std::string_view(text_); }

 private:
  std::string text_ = {};
  bool read_ = false;
};

// Lets everybody in, to everything.
struct OpenDoor : Authorizer {
  void identify(const http::Request&, std::optional<std::string_view>, Call&) const override {}
  void require(const Call&, std::string_view, const std::vector<std::string>&) const override {}
};

inline http::Request request_for(std::string method, std::string target, http::Headers headers = {}) {
  http::Request request{.method = std::move(method), .target = target, .headers = std::move(headers)};
  const auto question = target.find('?');
  request.path = target.substr(0, question);
  request.query = question == std::string::npos ? "" : target.substr(question + 1);
  return request;
}

struct Answer {
  int status = 0;
  http::Headers headers = {};
  std::string body = {};
};

// One request to an endpoint, past server and router.
inline Answer ask(const Endpoint& endpoint, http::Request request, std::string body, Call call = {}) {
  TextBody reader(std::move(body));
  request.body = &reader;
  const OpenDoor door;
  if (!call.authorizer) call.authorizer = &door;
  call.request_id = "id-1";
  call.endpoint = "http://127.0.0.1:4566";
  http::Response response = endpoint.handle(request, call);
  return {response.status, response.headers, std::get<std::string>(response.body)};
}

inline Answer ask_json(const Endpoint& endpoint, const std::string& target, std::string body) {
  return ask(endpoint,
             request_for("POST", "/", {{"X-Amz-Target", target}, {"Content-Type", "application/x-amz-json-1.0"}}),
             std::move(body));
}

inline Answer ask_query(const Endpoint& endpoint, std::string form, const std::string& target = "/") {
  return ask(endpoint, request_for("POST", target, {{"Content-Type", "application/x-www-form-urlencoded"}}),
             std::move(form));
}

}  // namespace protocol
