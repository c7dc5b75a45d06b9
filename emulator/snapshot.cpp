#include "emulator/snapshot.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"

namespace emulator {
namespace snapshot_detail {

using base::Json;

constexpr std::size_t kMostShown = 8 * 1024;

Json shown(std::string body) {
  if (body.size() <= kMostShown && base::is_valid_utf8(body)) return Json(std::move(body));
  return {{"bytes", body.size()}, {"sha256", base::to_hex(base::sha256(body))}};
}

Json buckets(Parts& parts) {
  Json result = Json::object();
  for (const s3::Bucket* bucket : parts.buckets.list(parts.options.account)) {
    Json objects = Json::object();
    parts.buckets.objects().each(bucket->name, "", [&](const std::string& key, const s3::Object&) {
      objects.set(key, shown(parts.buckets.find_object(bucket->name, key).value_or("")));
    });
    if (!objects.empty()) result.set(bucket->name, std::move(objects));
  }
  return result;
}

// An AttributeValue's sets have no order of their own, nor has the map of an item.
Json sorted(const Json& value) {
  if (value.is_array()) {
    Json result = Json::array();
    for (const Json& element : value.elements()) result.push_back(sorted(element));
    return result;
  }
  if (!value.is_object()) return value;
  std::vector<std::pair<std::string, Json>> members;
  for (const auto& [name, member] : value.members()) members.emplace_back(name, sorted(member));
  std::ranges::sort(members, {}, [](const auto& member) -> const std::string& { return member.first; });
  Json result = Json::object();
  for (auto& [name, member] : members) result.set(name, std::move(member));
  return result;
}

Json tables(Parts& parts, const protocol::Call& call) {
  Json result = Json::object();
  for (const dynamodb::Table* table : parts.tables.all(call)) {
    std::vector<std::pair<std::string, Json>> items;
    const std::string prefix = dynamodb::table_prefix(*table);
    parts.tables.each({.table = table, .from = prefix, .to = store::prefix_end(prefix)}, SIZE_MAX,
                      [&](const dynamodb::Item& item) {
                        Json shown_item = sorted(dynamodb::to_json(item));
                        std::string text = shown_item.dump();
                        items.emplace_back(std::move(text), std::move(shown_item));
                        return true;
                      });
    std::ranges::sort(items, {}, [](const auto& item) -> const std::string& { return item.first; });
    Json list = Json::array();
    for (auto& [text, item] : items) list.push_back(std::move(item));
    if (!list.empty()) result.set(table->name, std::move(list));
  }
  return result;
}

Json queues(Parts& parts) {
  Json result = Json::object();
  for (const sqs::QueueDescription* queue : parts.queues.list(parts.options.account, parts.options.region, "")) {
    Json messages = Json::array();
    for (;;) {
      const auto received = parts.queues.receive(
          queue->arn(), {.messages = 10, .visibility = std::chrono::hours(12), .wait = std::chrono::seconds(0)});
      if (received.empty()) break;
      for (const sqs::Delivery& delivery : received) messages.push_back(shown(delivery.message.body));
    }
    if (!messages.empty()) result.set(queue->name, std::move(messages));
  }
  return result;
}

}  // namespace snapshot_detail

base::Json take_snapshot(Parts& parts) {
  using namespace snapshot_detail;
  const protocol::Call call{.account = parts.options.account, .region = parts.options.region, .now = parts.loop.now()};
  return {{"s3", buckets(parts)}, {"dynamodb", tables(parts, call)}, {"sqs", queues(parts)}};
}

}  // namespace emulator
