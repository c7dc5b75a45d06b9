#include "emulator/gateway/reply.h"

#include "base/text.h"

namespace gateway {
namespace reply_detail {

using base::Json;

// A header's value may be a number or a truth too.
std::optional<std::string> text_of(const Json& value) {
  if (value.is_string()) return value.as_string();
  if (value.is_number() || value.is_bool()) return value.dump();
  return std::nullopt;
}

std::optional<int> status_of(const Json& reply) {
  const Json* status = reply.find("statusCode");
  if (!status) return std::nullopt;
  const auto number = status->is_integer()  ? std::optional(status->as_int())
                      : status->is_string() ? base::parse_int(status->as_string())
                                            : std::nullopt;
  if (!number || *number < 100 || *number > 599) return std::nullopt;
  return static_cast<int>(*number);
}

const Json* find_unless_null(const Json& object, std::string_view name) {
  const Json* found = object.find(name);
  return found && found->is_null() ? nullptr : found;
}

bool add_headers(const Json& reply, http::Response& response) {
  if (const Json* headers = find_unless_null(reply, "headers")) {
    if (!headers->is_object()) return false;
    for (const auto& [name, value] : headers->members()) {
      auto text = text_of(value);
      if (!text) return false;
      response.headers.set(name, std::move(*text));
    }
  }
  if (const Json* lists = find_unless_null(reply, "multiValueHeaders")) {
    if (!lists->is_object()) return false;
    for (const auto& [name, values] : lists->members()) {
      response.headers.remove(name);
      for (const Json& value : values.elements()) {
        auto text = text_of(value);
        if (!text) return false;
        response.headers.add(name, std::move(*text));
      }
    }
  }
  if (const Json* cookies = find_unless_null(reply, "cookies")) {
    if (!cookies->is_array()) return false;
    for (const Json& cookie : cookies->elements()) {
      if (!cookie.is_string()) return false;
      response.headers.add("set-cookie", cookie.as_string());
    }
  }
  return true;
}

std::optional<http::Response> structured(Json& reply, std::string_view default_type) {
  auto response = parse_reply_head(reply);
  if (!response) return std::nullopt;
  const Json* is_base64 = find_unless_null(reply, "isBase64Encoded");
  if (is_base64 && !is_base64->is_bool()) return std::nullopt;
  if (Json* body = reply.find("body"); body && !body->is_null()) {
    if (!body->is_string()) return std::nullopt;
    std::string text = std::move(body->as_string());
    if (is_base64 && is_base64->as_bool()) {
      auto bytes = base::from_base64(text);
      if (!bytes) return std::nullopt;
      text = std::move(*bytes);
    }
    response->body = std::move(text);
  }
  if (!response->headers.find("content-type")) response->headers.add("content-type", std::string(default_type));
  return response;
}

}  // namespace reply_detail

using namespace reply_detail;

std::optional<http::Response> parse_reply_head(const Json& reply) {
  const auto status = status_of(reply);
  if (!status) return std::nullopt;
  http::Response response{.status = *status};
  if (!add_headers(reply, response)) return std::nullopt;
  return response;
}

std::optional<http::Response> parse_reply(std::string payload, PayloadFormat format, std::string_view default_type) {
  auto reply = Json::try_parse(payload);
  if (reply && reply->is_object() && reply->contains("statusCode")) return structured(*reply, default_type);
  if (format == PayloadFormat::k1_0 || !reply) return std::nullopt;
  return http::Response{.headers = {{"content-type", "application/json"}},
                        .body = reply->is_string() ? std::move(reply->as_string()) : std::move(payload)};
}

http::Response error_response(int status, std::string_view message) {
  return {
      .status = status, .headers = {{"content-type", "application/json"}}, .body = Json{{"message", message}}.dump()};
}

}  // namespace gateway
