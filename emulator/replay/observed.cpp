#include "emulator/replay/observed.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace replay {
namespace observed_detail {

using base::Json;

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

// What says how a request was sent, not what it asks for. The sender of the replay adds its own.
bool is_of_the_wire(const std::string& lower_name) {
  constexpr std::array<std::string_view, 8> kNames = {"host",       "content-length",    "connection", "expect",
                                                      "keep-alive", "transfer-encoding", "te",         "trailer"};
  return std::ranges::find(kNames, lower_name) != kNames.end();
}

// The same of the AWS API: signatures and what SDKs say of themselves.
bool is_of_the_sdk(const std::string& lower_name) {
  constexpr std::array<std::string_view, 10> kNames = {
      "authorization",        "x-amz-date",       "x-amz-security-token",
      "x-amz-content-sha256", "x-amz-user-agent", "amz-sdk-invocation-id",
      "amz-sdk-request",      "user-agent",       "x-amz-decoded-content-length",
      "accept-encoding"};
  return std::ranges::find(kNames, lower_name) != kNames.end();
}

enum class Sender { kAnybody, kSdk };

// A name that came more than once: its values as one list. (RFC 9110, 5.3)
Json shown_headers(const http::Headers& headers, Sender sender) {
  Json shown = Json::object();
  for (const auto& [name, value] : headers.all()) {
    const std::string lower = base::to_lower(name);
    if (is_of_the_wire(lower) || (sender == Sender::kSdk && is_of_the_sdk(lower))) continue;
    const auto known = std::ranges::find_if(
        shown.members(), [&](const auto& member) { return base::equals_ignore_case(member.first, name); });
    if (known == shown.members().end()) {
      shown.set(name, value);
    } else {
      shown.set(known->first, known->second.as_string() + (lower == "cookie" ? "; " : ", ") + value);
    }
  }
  return shown;
}

// A presigned URL without its signature.
std::string unsigned_target(const std::string& target) {
  const auto question = target.find('?');
  if (question == std::string::npos) return target;
  std::vector<std::string> kept;
  for (const std::string_view pair : base::split(std::string_view(target).substr(question + 1), '&')) {
    constexpr std::array<std::string_view, 7> kOfTheSignature = {
        "x-amz-algorithm",     "x-amz-credential", "x-amz-date",          "x-amz-expires",
        "x-amz-signedheaders", "x-amz-signature",  "x-amz-security-token"};
    const std::string name = base::to_lower(pair.substr(0, pair.find('=')));
    if (std::ranges::find(kOfTheSignature, name) == kOfTheSignature.end()) kept.emplace_back(pair);
  }
  return target.substr(0, question) + (kept.empty() ? "" : "?" + base::join(kept, "&"));
}

Json http_input(const Observed& observed, Sender sender) {
  Json http = {{"method", observed.method},
               {"path", sender == Sender::kSdk ? unsigned_target(observed.target) : observed.target}};
  if (!observed.api.empty()) http.set("api", observed.api);
  if (!observed.function.empty()) http.set("function", observed.function);
  Json headers = shown_headers(observed.headers, sender);
  if (!headers.empty()) http.set("headers", std::move(headers));
  if (!observed.body.empty()) http.set("body", shown_body(observed.body));
  return {{"http", std::move(http)}};
}

Json object_input(const Observed& observed) {
  Json put = {{"bucket", observed.bucket}, {"key", observed.key}, {"body", shown_body(observed.body)}};
  Json headers = shown_headers(observed.headers, Sender::kSdk);
  if (!headers.empty()) put.set("headers", std::move(headers));
  return {{"s3", std::move(put)}};
}

bool has_only(const Json& object, std::initializer_list<std::string_view> names) {
  return std::ranges::all_of(object.members(), [&](const auto& member) {
    return std::ranges::find(names, member.first) != names.end() && member.second.is_string();
  });
}

std::string behind_last(const std::string& text, char separator) { return text.substr(text.rfind(separator) + 1); }

// A plain message, a plain event, a plain start; nothing for all others.
std::optional<Json> plain_input(std::string_view action, const Json& asked) {
  if (action == "sqs:SendMessage" && has_only(asked, {"QueueUrl", "MessageBody"}) && asked.size() == 2) {
    return Json{{"sqs", Json{{"queue", behind_last(asked.text("QueueUrl"), '/')},
                             {"body", shown_body(asked.text("MessageBody"))}}}};
  }
  if (action == "sns:Publish" && has_only(asked, {"TopicArn", "Message"}) && asked.size() == 2) {
    return Json{{"sns", Json{{"topic", behind_last(asked.text("TopicArn"), ':')},
                             {"message", shown_body(asked.text("Message"))}}}};
  }
  if (action == "events:PutEvents" && asked.size() == 1 && asked.contains("Entries") &&
      asked.at("Entries").size() == 1) {
    const Json& entry = asked.at("Entries").at(0);
    if (!has_only(entry, {"Source", "DetailType", "Detail", "EventBusName"}) || !entry.contains("Source") ||
        !entry.contains("DetailType") || !entry.contains("Detail")) {
      return std::nullopt;
    }
    return Json{{"events", Json{{"bus", behind_last(entry.text("EventBusName", "default"), '/')},
                                {"source", entry.text("Source")},
                                {"detailType", entry.text("DetailType")},
                                {"detail", shown_body(entry.text("Detail"))}}}};
  }
  if (action == "states:StartExecution" && has_only(asked, {"stateMachineArn", "input", "name"})) {
    Json start = {{"stateMachine", behind_last(asked.text("stateMachineArn"), ':')}};
    if (asked.contains("input")) start.set("input", shown_body(asked.text("input")));
    if (asked.contains("name")) start.set("name", asked.text("name"));
    return Json{{"states", std::move(start)}};
  }
  return std::nullopt;
}

Json json_input(const Observed& observed, const std::string& target) {
  const auto asked = Json::try_parse(base::replace_all(observed.body, observed.endpoint, "http://localhost"));
  if (!asked) return http_input(observed, Sender::kSdk);
  if (auto plain = plain_input(observed.action, *asked)) return std::move(*plain);
  return {{"call", Json{{"target", target}, {"body", *asked}}}};
}

// The query protocol. What it asks for may stand in the URL and in the body.
Json form_input(const Observed& observed) {
  const auto question = observed.target.find('?');
  http::Query fields =
      question == std::string::npos ? http::Query{} : http::parse_query(observed.target.substr(question + 1));
  const bool in_body = observed.method == "POST";
  if (in_body) {
    for (auto& field : http::parse_query(observed.body)) fields.push_back(std::move(field));
  }
  std::erase_if(fields, [](const auto& field) { return field.first.starts_with("X-Amz-"); });
  Json asked = Json::object();
  std::string version, form;
  for (const auto& [name, value] : fields) {
    if (name == "Version") {
      version = value;
      continue;
    }
    if (name != "Action") asked.set(name, value);
    form += fmt::format("{}{}={}", form.empty() ? "" : "&", base::percent_encode(name), base::percent_encode(value));
  }
  const std::string path = observed.target.substr(0, question);
  if (observed.action == "sqs:SendMessage" && path != "/" && !asked.contains("QueueUrl")) asked.set("QueueUrl", path);
  if (auto plain = plain_input(observed.action, asked)) return std::move(*plain);
  // Nothing is signed any more, so the version must tell whose form it is, and the router looks for it in the URL.
  Observed unsigned_form = observed;
  unsigned_form.method = "POST";
  unsigned_form.target = fmt::format("{}?Version={}", path, base::percent_encode(version));
  unsigned_form.headers = {{"Content-Type", std::string(kForm)}};
  unsigned_form.body =
      base::replace_all(form, base::percent_encode(observed.endpoint), base::percent_encode("http://localhost"));
  return http_input(unsigned_form, Sender::kSdk);
}

// POST /2015-03-31/functions/NAME/invocations
std::optional<Json> invoke_input(const Observed& observed) {
  const auto parts = base::split(std::string_view(observed.target), '/');
  if (parts.size() != 5 || parts[4] != "invocations") return std::nullopt;  // with a qualifier
  std::string function = base::percent_decode(parts[3]);
  if (const auto arn = function.find(":function:"); arn != std::string::npos) function = function.substr(arn + 10);
  Json invoke = {{"function", function}};
  if (!observed.body.empty()) invoke.set("event", shown_body(observed.body));
  const std::string type = observed.headers.get("x-amz-invocation-type", "RequestResponse");
  if (type != "RequestResponse") invoke.set("type", type);
  return Json{{"invoke", std::move(invoke)}};
}

void check_repeatable(std::string_view action) {
  constexpr std::array<std::string_view, 7> kWithIds = {
      "sqs:ReceiveMessage",     "sqs:DeleteMessage",        "sqs:ChangeMessageVisibility", "states:SendTaskSuccess",
      "states:SendTaskFailure", "states:SendTaskHeartbeat", "states:StopExecution"};
  if (std::ranges::find(kWithIds, action) == kWithIds.end()) return;
  throw CannotRepeat("it goes with a handle that only the recorded world knows");
}

}  // namespace observed_detail

using namespace observed_detail;

base::Json shown_body(const std::string& bytes) {
  if (!base::is_valid_utf8(bytes)) return {{"base64", base::to_base64(bytes)}};
  auto json = base::Json::try_parse(bytes);
  const bool is_container = json && (json->is_object() || json->is_array());
  const bool looks_encoded = json && json->size() == 1 && json->contains("base64");
  if (is_container && !looks_encoded && json->dump() == bytes) return std::move(*json);
  return bytes;
}

base::Json to_input(const Observed& observed) {
  check_repeatable(observed.action);
  if (!observed.api.empty() || !observed.function.empty()) return http_input(observed, Sender::kAnybody);
  if (!observed.bucket.empty()) return object_input(observed);
  if (observed.action == "lambda:InvokeFunction") {
    if (auto invoke = invoke_input(observed)) return std::move(*invoke);
  }
  if (const std::string* target = observed.headers.find("x-amz-target")) return json_input(observed, *target);
  const bool is_form = base::to_lower(observed.headers.get("content-type")).starts_with(kForm) ||
                       observed.target.find("Action=") != std::string::npos;
  if (is_form && !observed.action.starts_with("s3:")) return form_input(observed);
  return http_input(observed, Sender::kSdk);
}

}  // namespace replay
