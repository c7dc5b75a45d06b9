#include "ports/items.h"

#include <algorithm>
#include <iterator>
#include <span>

namespace ports {
namespace items_detail {

using base::Json;

constexpr std::size_t kMostKeys = 100;  // of a BatchGetItem (DynamoDB API Reference)

const Json* of_table(const Json& answer, std::string_view part, const std::string& table) {
  const Json* tables = answer.find(part);
  return tables ? tables->find(table) : nullptr;
}

}  // namespace items_detail

using namespace items_detail;

void get_items(Cloud& cloud, const std::string& table, Json keys, const std::function<void(const Json& item)>& see) {
  const std::span<Json> all = keys.mutable_elements();
  for (std::size_t begin = 0; begin < all.size(); begin += kMostKeys) {
    const auto some = all.subspan(begin, std::min(kMostKeys, all.size() - begin));
    Json asked = Json::Array(std::move_iterator(some.begin()), std::move_iterator(some.end()));
    // What a throttled table leaves out is asked for again; the client has paused where it had to.
    while (!asked.empty()) {
      const Json request{{table, {{"Keys", std::move(asked)}, {"ConsistentRead", true}}}};
      const Json answer = cloud.call(aws::kDynamoDb, "BatchGetItem", {{"RequestItems", request}});
      if (const Json* items = of_table(answer, "Responses", table)) {
        for (const Json& item : items->elements()) see(item);
      }
      const Json* rest = of_table(answer, "UnprocessedKeys", table);
      asked = rest ? rest->at("Keys") : Json::array();
    }
  }
}

void read_pages(Cloud& cloud, std::string_view operation, Json request,
                const std::function<bool(const Json& item)>& see) {
  for (;;) {
    const Json page = cloud.call(aws::kDynamoDb, operation, request);
    for (const Json& item : page.at("Items").elements()) {
      if (!see(item)) return;
    }
    const Json* next = page.find("LastEvaluatedKey");
    if (!next) return;
    request.set("ExclusiveStartKey", *next);
  }
}

}  // namespace ports
