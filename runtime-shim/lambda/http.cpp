#include "lambda/http.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "base/text.h"

namespace lambda {
namespace http_detail {

using base::Failure;
using base::Json;

[[noreturn]] void bad_event(std::string_view what) {
  throw Failure("BadEvent", fmt::format("the event is no request of an HTTP API, payload format 2.0: {}", what));
}

HttpRequest::Names names_of(const Json& event, std::string_view member) {
  HttpRequest::Names names;
  if (const Json* object = event.find(member)) {
    for (const auto& [name, value] : object->members()) {
      if (!value.is_string()) bad_event(fmt::format("{} holds what is no text", member));
      names.emplace(name, value.as_string());
    }
  }
  return names;
}

std::string body_of(const Json& event) {
  const Json* body = event.find("body");
  if (!body || body->is_null()) return "";
  if (!body->is_string()) bad_event("the body is no text");
  const Json* encoded = event.find("isBase64Encoded");
  if (!encoded || !encoded->is_bool() || !encoded->as_bool()) return body->as_string();
  auto bytes = base::from_base64(body->as_string());
  if (!bytes) bad_event("the body is no Base64");
  return std::move(*bytes);
}

std::optional<std::string> find(const HttpRequest::Names& names, std::string_view name) {
  const auto found = names.find(name);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

}  // namespace http_detail

using namespace http_detail;

std::optional<std::string> HttpRequest::find_header(std::string_view name) const { return find(headers, name); }
std::optional<std::string> HttpRequest::find_query(std::string_view name) const { return find(query_parameters, name); }

HttpRequest parse_http_request(const Json& event) {
  if (event.text("version") != "2.0") bad_event("its version is not \"2.0\"");
  const Json* context = event.find("requestContext");
  const Json* http = context ? context->find("http") : nullptr;
  if (!http) bad_event("requestContext.http is missing");
  HttpRequest request{.route = event.text("routeKey"),
                      .method = http->text("method"),
                      .path = event.text("rawPath"),
                      .query = event.text("rawQueryString"),
                      .parameters = names_of(event, "pathParameters"),
                      .query_parameters = names_of(event, "queryStringParameters"),
                      .body = body_of(event)};
  for (auto& [name, value] : names_of(event, "headers")) request.headers.emplace(base::to_lower(name), value);
  return request;
}

Json to_json(const HttpReply& reply) {
  Json headers = Json::object();
  headers.set("content-type", "application/json");
  for (const auto& [name, value] : reply.headers) headers.set(base::to_lower(name), value);
  return {{"statusCode", reply.status},
          {"headers", std::move(headers)},
          {"body", reply.text.empty() ? reply.body.dump() : reply.text},
          {"isBase64Encoded", false}};
}

HttpReply to_reply(Problem problem) {
  Json body{{"type", problem.type}, {"title", problem.title}, {"status", problem.status}, {"detail", problem.detail}};
  if (!problem.errors.empty()) {
    Json errors = Json::array();
    for (const auto& [field, detail] : problem.errors) errors.push_back({{"field", field}, {"detail", detail}});
    body.set("errors", std::move(errors));
  }
  for (auto& [name, value] : problem.more.mutable_members()) body.set(name, std::move(value));
  HttpReply reply{.status = problem.status, .body = std::move(body), .headers = std::move(problem.headers)};
  reply.headers.emplace_back("Content-Type", "application/problem+json");
  return reply;
}

}  // namespace lambda
