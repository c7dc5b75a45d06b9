#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <ranges>

#include "emulator/commands/client.h"

// feedmill keys TABLE: how a table's items are spread over its partition keys, the fullest ten first.

namespace emulator {
namespace keys_detail {

using base::Json;

constexpr std::size_t kShown = 10;

std::string partition_key(const Client& client, const std::string& table) {
  const Json answer = client.call("DynamoDB_20120810.DescribeTable", {{"TableName", table}});
  for (const Json& key : answer.at("Table").at("KeySchema").elements()) {
    if (key.text("KeyType") == "HASH") return key.text("AttributeName");
  }
  throw std::runtime_error("the table has no partition key: " + table);
}

std::map<std::string, std::int64_t> count_items(const Client& client, const std::string& table,
                                                const std::string& key) {
  std::map<std::string, std::int64_t> counts;
  Json request{
      {"TableName", table}, {"ProjectionExpression", "#key"}, {"ExpressionAttributeNames", Json{{"#key", key}}}};
  for (;;) {
    const Json page = client.call("DynamoDB_20120810.Scan", request);
    for (const Json& item : page.at("Items").elements()) {
      ++counts[item.at(key).members().front().second.as_string()];  // {"S": "…"}: its text, whatever its type
    }
    const Json* next = page.find("LastEvaluatedKey");
    if (!next) return counts;
    request.set("ExclusiveStartKey", *next);
  }
}

}  // namespace keys_detail

using namespace keys_detail;

int run_keys(const ClientOptions& options, const std::string& table) {
  return with_client(options, [&](loop::Loop&, Client& client) {
    const std::string key = partition_key(client, table);
    std::int64_t items = 0;
    std::vector<std::pair<std::int64_t, std::string>> fullest;
    for (const auto& [value, count] : count_items(client, table, key)) {
      items += count;
      fullest.emplace_back(-count, value);
    }
    std::ranges::sort(fullest);
    std::string text = fmt::format("{}: {} items under {} values of {}\n", table, items, fullest.size(), key);
    for (const auto& [negative, value] : fullest | std::views::take(kShown)) {
      text += fmt::format("{:>10} {:>6.1f} %  {}\n", -negative, 100.0 * double(-negative) / double(items), value);
    }
    std::fputs(text.c_str(), stdout);
    return 0;
  });
}

}  // namespace emulator
