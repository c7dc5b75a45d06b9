#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <ranges>

#include "emulator/commands/client.h"
#include "emulator/commands/text_table.h"

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
  const Json key_alone{{"ProjectionExpression", "#key"}, {"ExpressionAttributeNames", Json{{"#key", key}}}};
  for (const Json& item : client.scan(table, key_alone)) {
    ++counts[item.at(key).members().front().second.as_string()];  // {"S": "…"}: its text, whatever its type
  }
  return counts;
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
    std::vector<std::vector<std::string>> rows;
    for (const auto& [negative, value] : fullest | std::views::take(kShown)) {
      rows.push_back(
          {std::to_string(-negative), fmt::format("{:.1f}", 100.0 * double(-negative) / double(items)), value});
    }
    constexpr std::size_t kWidest = 100;
    for (const std::string& line : table_lines({{"items", Align::kRight}, {"%", Align::kRight}, {key}}, rows, kWidest))
      text += line + "\n";
    std::fputs(text.c_str(), stdout);
    return 0;
  });
}

}  // namespace emulator
