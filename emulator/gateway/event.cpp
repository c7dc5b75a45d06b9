#include "emulator/gateway/event.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace gateway {
namespace event_detail {

using base::Json;
using Pairs = std::vector<std::pair<std::string, std::string>>;

// Belong to the connection and not to the message (RFC 9110 §7.6.1), or have been dealt with.
bool is_between_neighbours(std::string_view name) {
  static constexpr std::string_view kNames[] = {"connection",        "expect", "keep-alive", "te",
                                                "transfer-encoding", "upgrade"};
  return std::ranges::any_of(kNames, [&](std::string_view other) { return base::equals_ignore_case(name, other); });
}

// "127.0.0.1:53124", "[::1]:53124" → the address alone.
std::string source_ip(const http::Request& request) {
  std::string_view peer = std::string_view(request.peer).substr(0, request.peer.rfind(':'));
  if (peer.starts_with('[')) peer = peer.substr(1, peer.size() - 2);
  return std::string(peer);
}

// "12/Mar/2020:19:03:58 +0000"
std::string request_time(base::TimePoint now) {
  constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string iso = base::format_iso8601(now, base::Precision::kSeconds);  // 2020-03-12T19:03:58Z
  const auto month = static_cast<std::size_t>((iso[5] - '0') * 10 + (iso[6] - '0') - 1);
  return fmt::format("{}/{}/{}:{} +0000", iso.substr(8, 2), kMonths[month], iso.substr(0, 4), iso.substr(11, 8));
}

// What a gateway adds to the headers of a request that passes through it.
Pairs forwarded_headers(const http::Request& request, const Circumstances& circumstances) {
  const std::string* before = request.headers.find("x-forwarded-for");
  const std::string host = request.headers.get("host");
  const auto colon = host.rfind(':');
  return {{"X-Amzn-Trace-Id", circumstances.trace_id},
          {"X-Forwarded-For", before ? *before + ", " + source_ip(request) : source_ip(request)},
          {"X-Forwarded-Port", colon == std::string::npos ? "80" : host.substr(colon + 1)},
          {"X-Forwarded-Proto", "http"}};
}

// The headers as the function sees them, in the order of their names.
Pairs headers_of(const http::Request& request, const Circumstances& circumstances) {
  Pairs headers = forwarded_headers(request, circumstances);
  const std::size_t added = headers.size();
  for (const auto& header : request.headers.all()) {
    if (is_between_neighbours(header.first)) continue;
    const bool replaced = std::any_of(headers.begin(), headers.begin() + std::ptrdiff_t(added), [&](const auto& ours) {
      return base::equals_ignore_case(ours.first, header.first);
    });
    if (!replaced) headers.push_back(header);
  }
  return headers;
}

// One member a name, its values joined by commas, sorted by name.
Json joined(Pairs pairs) {
  std::ranges::stable_sort(pairs, {}, &Pairs::value_type::first);
  Json object = Json::object();
  auto& members = object.mutable_members();
  for (auto& [name, value] : pairs) {
    if (!members.empty() && members.back().first == name) {
      members.back().second.as_string() += "," + value;
    } else {
      members.emplace_back(std::move(name), std::move(value));
    }
  }
  return object;
}

// The last value of each name, and all of them.
std::pair<Json, Json> single_and_multiple(const Pairs& pairs) {
  Json single = Json::object(), multiple = Json::object();
  for (const auto& [name, value] : pairs) {
    single.set(name, value);
    multiple[name].push_back(value);
  }
  return {std::move(single), std::move(multiple)};
}

Json object_of(const Pairs& pairs) {
  Json object = Json::object();
  for (const auto& [name, value] : pairs) object.set(name, value);
  return object;
}

Json variables_of(const Circumstances& circumstances) {
  if (!circumstances.stage_variables || circumstances.stage_variables->empty()) return {};
  return object_of({circumstances.stage_variables->begin(), circumstances.stage_variables->end()});
}

Json null_if_empty(Json object) { return object.empty() ? Json() : object; }

std::string domain_prefix(const std::string& domain) { return domain.substr(0, domain.find('.')); }

struct Body {
  Json text = {};
  bool is_base64 = false;
};

// Text goes as it is, escaped once when the event is written. Text that is not UTF-8 is no JSON string: base64 loses
// nothing of it.
Body body_of(const http::Request& request, std::string body) {
  if (body.empty()) return {};
  if (is_text(request.headers.get("content-type")) && base::is_valid_utf8(body)) return {.text = std::move(body)};
  return {.text = base::to_base64(body), .is_base64 = true};
}

}  // namespace event_detail

using namespace event_detail;

bool is_text(std::string_view content_type) {
  const std::string type = base::to_lower(base::trim(content_type.substr(0, content_type.find(';'))));
  return type.starts_with("text/") || type == "application/json" || type == "application/xml" ||
         type == "application/javascript";
}

std::string event_2_0(const http::Request& request, std::string body, const Circumstances& circumstances) {
  Json event = {{"version", "2.0"},
                {"routeKey", circumstances.route_key},
                {"rawPath", circumstances.path},
                {"rawQueryString", request.query}};
  Pairs headers;
  Json cookies = Json::array();
  for (auto& [name, value] : headers_of(request, circumstances)) {
    if (base::equals_ignore_case(name, "cookie")) {
      for (const std::string_view cookie : base::split(value, ';')) cookies.push_back(base::trim(cookie));
    } else {
      headers.emplace_back(base::to_lower(name), std::move(value));
    }
  }
  if (!cookies.empty()) event.set("cookies", std::move(cookies));
  event.set("headers", joined(std::move(headers)));
  if (Json parameters = joined(http::parse_query(request.query)); !parameters.empty()) {
    event.set("queryStringParameters", std::move(parameters));
  }
  Json context = {{"accountId", circumstances.account}, {"apiId", circumstances.api_id}};
  if (!circumstances.authorizer.is_null()) context.set("authorizer", circumstances.authorizer);
  context.set("domainName", circumstances.domain_name)
      .set("domainPrefix", domain_prefix(circumstances.domain_name))
      .set("http", Json{{"method", request.method},
                        {"path", circumstances.path},
                        {"protocol", "HTTP/1.1"},
                        {"sourceIp", source_ip(request)},
                        {"userAgent", request.headers.get("user-agent")}})
      .set("requestId", circumstances.request_id)
      .set("routeKey", circumstances.route_key)
      .set("stage", circumstances.stage)
      .set("time", request_time(circumstances.now))
      .set("timeEpoch", base::to_epoch_millis(circumstances.now));
  event.set("requestContext", std::move(context));
  if (!circumstances.path_parameters.empty()) event.set("pathParameters", object_of(circumstances.path_parameters));
  if (Json variables = variables_of(circumstances); !variables.is_null()) {
    event.set("stageVariables", std::move(variables));
  }
  Body content = body_of(request, std::move(body));
  if (!content.text.is_null()) event.set("body", std::move(content.text));
  event.set("isBase64Encoded", content.is_base64);
  return event.dump();
}

std::string event_1_0(const http::Request& request, std::string body, const Circumstances& circumstances) {
  auto [headers, all_headers] = single_and_multiple(headers_of(request, circumstances));
  auto [parameters, all_parameters] = single_and_multiple(http::parse_query(request.query));
  Body content = body_of(request, std::move(body));
  Json identity = Json::object();
  for (const char* unknown :
       {"accessKey", "accountId", "caller", "cognitoAmr", "cognitoAuthenticationProvider", "cognitoAuthenticationType",
        "cognitoIdentityId", "cognitoIdentityPoolId", "principalOrgId"}) {
    identity.set(unknown, nullptr);
  }
  identity.set("sourceIp", source_ip(request))
      .set("user", nullptr)
      .set("userAgent", request.headers.get("user-agent"))
      .set("userArn", nullptr);
  Json context = {{"accountId", circumstances.account},
                  {"apiId", circumstances.api_id},
                  {"domainName", circumstances.domain_name},
                  {"domainPrefix", domain_prefix(circumstances.domain_name)},
                  {"extendedRequestId", circumstances.request_id},
                  {"httpMethod", request.method},
                  {"identity", std::move(identity)},
                  {"path", circumstances.path},
                  {"protocol", "HTTP/1.1"},
                  {"requestId", circumstances.request_id},
                  {"requestTime", request_time(circumstances.now)},
                  {"requestTimeEpoch", base::to_epoch_millis(circumstances.now)},
                  {"resourceId", circumstances.route_key},
                  {"resourcePath", circumstances.resource},
                  {"stage", circumstances.stage}};
  return Json{{"version", "1.0"},
              {"resource", circumstances.resource},
              {"path", circumstances.path},
              {"httpMethod", request.method},
              {"headers", std::move(headers)},
              {"multiValueHeaders", std::move(all_headers)},
              {"queryStringParameters", null_if_empty(std::move(parameters))},
              {"multiValueQueryStringParameters", null_if_empty(std::move(all_parameters))},
              {"requestContext", std::move(context)},
              {"pathParameters", null_if_empty(object_of(circumstances.path_parameters))},
              {"stageVariables", variables_of(circumstances)},
              {"body", std::move(content.text)},
              {"isBase64Encoded", content.is_base64}}
      .dump();
}

}  // namespace gateway
