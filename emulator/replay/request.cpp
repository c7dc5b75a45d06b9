#include "emulator/replay/request.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace replay {
namespace request_detail {

using base::Json;

std::string body_of(const Json& value, const std::string& path) {
  if (value.is_string()) return value.as_string();
  if (value.is_object() && value.size() == 1 && value.contains("base64")) {
    const auto bytes = base::from_base64(value.text("base64"));
    if (!bytes) throw CaseError(path + "/base64", "is not base64");
    return *bytes;
  }
  return value.dump();
}

// The members of one input; whatever is missing or unknown is the case's mistake.
class Members {
 public:
  Members(const Json& json, std::string path, std::initializer_list<std::string_view> known)
      : json_(json), path_(std::move(path)) {
    for (const auto& [name, value] : json.members()) {
      if (std::ranges::find(known, name) == known.end()) throw CaseError(path_ + "/" + name, "is not known here");
    }
  }
  std::string text(std::string_view name) const {
    const Json* found = json_.find(name);
    if (!found || !found->is_string()) throw CaseError(path_ + "/" + std::string(name), "must be a text");
    return found->as_string();
  }
  std::string text_or(std::string_view name, std::string_view otherwise) const {
    return json_.contains(name) ? text(name) : std::string(otherwise);
  }
  std::string body(std::string_view name) const {
    const Json* found = json_.find(name);
    return found ? body_of(*found, path_ + "/" + std::string(name)) : "";
  }
  http::Headers headers() const {
    http::Headers read;
    if (const Json* found = find("headers")) {
      for (const auto& [name, value] : found->members()) {
        read.add(name, value.is_string() ? value.as_string() : value.dump());
      }
    }
    return read;
  }
  const Json* find(std::string_view name) const { return json_.find(name); }

 private:
  const Json& json_;
  std::string path_ = {};
};

Request json_call(std::string target, std::string_view version, const Json& body) {
  return {.headers = {{"X-Amz-Target", std::move(target)},
                      {"Content-Type", fmt::format("application/x-amz-json-{}", version)}},
          .body = body.dump()};
}

Request put_object(std::string_view bucket, std::string_view key, std::string body, http::Headers headers = {}) {
  return {.method = "PUT",
          .target = fmt::format("/{}/{}", bucket, base::percent_encode(key, base::Slash::kKeep)),
          .headers = std::move(headers),
          .body = std::move(body)};
}

Request send_message(const Owner& owner, std::string_view queue, std::string body) {
  const std::string url = fmt::format("http://localhost/{}/{}", owner.account, queue);
  return json_call("AmazonSQS.SendMessage", "1.0", {{"QueueUrl", url}, {"MessageBody", std::move(body)}});
}

}  // namespace request_detail

using namespace request_detail;

Request to_request(const Input& input, const Owner& owner, const std::string& path) {
  const std::string here = path + "/" + input.kind;
  const auto members = [&](std::initializer_list<std::string_view> known) { return Members(input.body, here, known); };
  const auto arn = [&](std::string_view service, std::string_view resource) {
    return fmt::format("arn:aws:{}:{}:{}:{}", service, owner.region, owner.account, resource);
  };
  if (input.kind == "http") {
    const Members in = members({"method", "path", "headers", "body", "api", "function"});
    if (in.find("api") && in.find("function")) throw CaseError(here, "is for both an 'api' and a 'function'");
    return {.method = in.text_or("method", "POST"),
            .target = in.text("path"),
            .headers = in.headers(),
            .body = in.body("body"),
            .api = in.text_or("api", ""),
            .function = in.text_or("function", "")};
  }
  if (input.kind == "s3") {
    const Members in = members({"bucket", "key", "body", "headers"});
    return put_object(in.text("bucket"), in.text("key"), in.body("body"), in.headers());
  }
  if (input.kind == "sqs") {
    const Members in = members({"queue", "body"});
    return send_message(owner, in.text("queue"), in.body("body"));
  }
  if (input.kind == "sns") {
    const Members in = members({"topic", "message"});
    const std::string form = fmt::format("Action=Publish&TopicArn={}&Message={}",
                                         base::percent_encode(arn("sns", in.text("topic")), base::Slash::kEncode),
                                         base::percent_encode(in.body("message"), base::Slash::kEncode));
    // Whose form it is, a signature would say; of one that is not signed, the version of the API.
    return {.target = "/?Version=2010-03-31",
            .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
            .body = form};
  }
  if (input.kind == "events") {
    const Members in = members({"bus", "source", "detailType", "detail"});
    Json entry = {{"EventBusName", in.text_or("bus", "default")},
                  {"Source", in.text("source")},
                  {"DetailType", in.text("detailType")},
                  {"Detail", in.body("detail")}};
    return json_call("AWSEvents.PutEvents", "1.1", {{"Entries", Json::array({std::move(entry)})}});
  }
  if (input.kind == "invoke") {
    const Members in = members({"function", "event", "type"});
    Request request{.target = fmt::format("/2015-03-31/functions/{}/invocations", in.text("function")),
                    .body = in.body("event")};
    if (in.find("type")) request.headers.add("X-Amz-Invocation-Type", in.text("type"));
    return request;
  }
  if (input.kind == "states") {
    const Members in = members({"stateMachine", "input", "name"});
    Json start = {{"stateMachineArn", arn("states", "stateMachine:" + in.text("stateMachine"))},
                  {"input", in.find("input") ? in.body("input") : "{}"}};
    if (in.find("name")) start.set("name", in.text("name"));
    return json_call("AWSStepFunctions.StartExecution", "1.0", start);
  }
  const Members in = members({"target", "body"});
  const Json* body = in.find("body");
  return json_call(in.text("target"), "1.0", body ? *body : Json::object());
}

std::vector<Request> given_requests(const base::Json& given, const Owner& owner) {
  std::vector<Request> requests;
  if (const Json* buckets = given.find("s3")) {
    for (const auto& [bucket, objects] : buckets->members()) {
      for (const auto& [key, body] : objects.members()) {
        // It says that it is encrypted, which policies of buckets ask of a put.
        requests.push_back(put_object(bucket, key, body_of(body, fmt::format("/given/s3/{}/{}", bucket, key)),
                                      {{"x-amz-server-side-encryption", "AES256"}}));
      }
    }
  }
  if (const Json* tables = given.find("dynamodb")) {
    for (const auto& [table, items] : tables->members()) {
      for (const Json& item : items.elements()) {
        requests.push_back(json_call("DynamoDB_20120810.PutItem", "1.0", {{"TableName", table}, {"Item", item}}));
      }
    }
  }
  if (const Json* queues = given.find("sqs")) {
    for (const auto& [queue, messages] : queues->members()) {
      for (const Json& message : messages.elements()) {
        requests.push_back(send_message(owner, queue, body_of(message, "/given/sqs/" + queue)));
      }
    }
  }
  return requests;
}

base::Json shown_response(int status, const std::string& body) {
  base::Json shown = {{"status", status}};
  if (body.empty()) return shown;
  auto json = base::Json::try_parse(body);
  if (json && (json->is_object() || json->is_array())) {
    shown.set("body", std::move(*json));
  } else {
    shown.set("body", body);
  }
  return shown;
}

}  // namespace replay
