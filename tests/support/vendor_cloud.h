#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "aws/client.h"
#include "base/json.h"
#include "support/scripted_server.h"

namespace support {

// As much of DynamoDB, S3 and EventBridge as an event's acceptance needs, with every call written down, and with calls
// that fail: the process that makes one can be cut off before or behind it. Conditions are read, not parsed: what
// IngestRecords says is known here. That DynamoDB judges them the same is shown by the integration tests.
class VendorCloud {
 public:
  using Json = base::Json;
  using Items = std::map<std::pair<std::string, std::string>, Json>;

  VendorCloud() : server_([this](const auto& request, std::size_t) { return answer(request); }) {}

  aws::Client client() {
    return {aws::Config::from([this](std::string_view name) -> std::optional<std::string> {
              if (name == "AWS_ENDPOINT_URL") return server_.url();
              return name.starts_with("AWS_ENDPOINT_URL_") ? std::nullopt : std::optional<std::string>("x");
            }),
            {.sleep = [](std::chrono::milliseconds) {}, .random = [] { return 0; }}};
  }

  // From the n-th call on (1 is the next) nothing is answered but an error that nobody repeats, as if the caller had
  // died there; `applied`: that call itself still happens.
  void cut_at(int call, bool applied) { cut_ = {.call = call, .applied = applied}; }
  void mend() { cut_ = {}; }
  // The next `times` calls of this operation fail so.
  void fail(const std::string& operation, int times, int status, std::string_view code) {
    failures_[operation] = {times, status, std::string(code)};
  }

  std::vector<std::string> calls() {
    const std::lock_guard lock(mutex_);
    return std::exchange(calls_, {});
  }
  Items items = {};
  std::map<std::string, std::string> objects = {};
  std::vector<Json> events = {};  // details
  // Between what a caller reads and what it writes: runs ahead of the next call of that operation, once.
  std::map<std::string, std::function<void()>> meanwhile = {};

 private:
  struct Cut {
    int call = 0;
    bool applied = false;
  };
  struct Failing {
    int times = 0, status = 0;
    std::string code = {};
  };

  static ScriptedServer::Answer error(int status, std::string_view code, const Json* item = nullptr) {
    Json body{{"__type", code}, {"message", "m"}};
    if (item) body.set("Item", *item);
    return ScriptedServer::answer(status, body.dump());
  }

  ScriptedServer::Answer answer(const ScriptedServer::Request& request) {
    const std::lock_guard lock(mutex_);
    const std::string target = request.header("x-amz-target");
    const std::string operation =
        target.empty() ? (request.method == "PUT" ? "PutObject" : "HeadObject") : target.substr(target.find('.') + 1);
    calls_.push_back(operation);
    if (auto& other = meanwhile[operation]) std::exchange(other, nullptr)();
    if (auto& failing = failures_[operation]; failing.times > 0) {
      --failing.times;
      return error(failing.status, failing.code);
    }
    if (cut_.call > 0 && --cut_.call == 0) {
      if (cut_.applied) run(operation, request);
      cut_.call = -1;
    }
    if (cut_.call < 0) return error(400, "TheCallerIsDead");
    return run(operation, request);
  }

  ScriptedServer::Answer run(const std::string& operation, const ScriptedServer::Request& request) {
    if (operation == "PutObject") {
      if (objects.contains(request.target)) return error(412, "PreconditionFailed");
      objects[request.target] = request.body;
      return ScriptedServer::answer(200, "", "ETag: \"e\"\r\n");
    }
    if (operation == "HeadObject") return ScriptedServer::answer(objects.contains(request.target) ? 200 : 404, "");
    const Json body = Json::parse(request.body);
    if (operation == "PutEvents") return put_events(body);
    if (operation == "Query") return query(body);
    return write(operation, body);
  }

  ScriptedServer::Answer put_events(const Json& body) {
    Json entries = Json::array();
    for (const Json& entry : body.at("Entries").elements()) {
      events.push_back(Json::parse(entry.text("Detail")));
      entries.push_back({{"EventId", "e"}});
    }
    return ScriptedServer::answer(200, Json{{"FailedEntryCount", 0}, {"Entries", entries}}.dump());
  }

  ScriptedServer::Answer query(const Json& body) {
    const Json& values = body.at("ExpressionAttributeValues");
    Json found = Json::array();
    for (const auto& [key, item] : items) {
      const Json* partition = item.find("unfinished");
      if (partition && *partition == values.at(":partition") &&
          item.at("receivedAt").text("S") < values.at(":before").text("S"))
        found.push_back(item);
    }
    return ScriptedServer::answer(200, Json{{"Items", found}}.dump());
  }

  ScriptedServer::Answer write(const std::string& operation, const Json& body) {
    const Json& names = operation == "PutItem" ? body.at("Item") : body.at("Key");
    const auto key = std::pair(names.at("vendorId").text("S"), names.at("externalEventId").text("S"));
    const auto there = items.find(key);
    const Json* item = there == items.end() ? nullptr : &there->second;
    if (operation == "GetItem")
      return ScriptedServer::answer(200, item ? Json{{"Item", *item}}.dump() : std::string("{}"));
    if (!holds(body, item)) return error(400, "ConditionalCheckFailedException", item);
    if (operation == "PutItem") items[key] = body.at("Item");
    if (operation == "DeleteItem") items.erase(key);
    if (operation == "UpdateItem") change(items[key], body);
    return ScriptedServer::answer(200, "{}");
  }

  static bool holds(const Json& body, const Json* item) {
    const std::string condition = body.text("ConditionExpression");
    const auto asks = [&](std::string_view what) { return condition.find(what) != condition.npos; };
    if (asks("attribute_not_exists(vendorId)")) return !item;
    if (!item) return false;
    const Json& values = body.at("ExpressionAttributeValues");
    if (asks("ingestId = :ingestId") && item->at("ingestId") != values.at(":ingestId")) return false;
    if (asks("attribute_exists(rawPending)") && !item->contains("rawPending")) return false;
    return !asks("#status = :accepted") || item->at("status") == values.at(":accepted");
  }

  static void change(Json& item, const Json& body) {
    const std::string expression = body.text("UpdateExpression");
    if (const Json* emitted = body.at("ExpressionAttributeValues").find(":emitted")) item.set("status", *emitted);
    for (const char* name : {"rawPending", "unfinished"}) {
      const auto removed = expression.find("REMOVE");
      if (removed != expression.npos && expression.find(name, removed) != expression.npos) item.erase(name);
    }
  }

  std::mutex mutex_ = {};
  std::vector<std::string> calls_ = {};
  std::map<std::string, Failing> failures_ = {};
  Cut cut_ = {};
  ScriptedServer server_;
};

}  // namespace support
