#include <algorithm>
#include <set>

#include "emulator/dynamodb/capacity.h"
#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/item_read.h"
#include "emulator/dynamodb/operations.h"

namespace dynamodb::batch_get_item_operation {

constexpr std::size_t kMaxKeys = 100;
constexpr std::size_t kMaxBytes = 16 * 1024 * 1024;

constexpr Shape kKeys = {.kind = Shape::Kind::kList, .element = &kValues, .min = 1, .max = 100};
constexpr Member kTableMembers[] = {{"Keys", &kKeys, Need::kNotNull},
                                    {"AttributesToGet", &kAttributesToGet},
                                    {"ConsistentRead", &kTruth},
                                    {"ProjectionExpression", &kText},
                                    {"ExpressionAttributeNames", &kNames}};
constexpr Shape kTable = {.kind = Shape::Kind::kStructure, .java_name = "KeysAndAttributes", .members = kTableMembers};
constexpr Shape kItems = {
    .kind = Shape::Kind::kMap, .java_name = "KeysAndAttributes", .element = &kTable, .min = 1, .key = &kTableName};
constexpr Member kMembers[] = {{"ReturnConsumedCapacity", &kReturnConsumedCapacity},
                               {"RequestItems", &kItems, Need::kNotNull}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct TableRead {
  std::string table = {};
  std::vector<Item> keys = {};
  std::optional<Projection> projection = {};
  bool consistent = false;
  Json wire = {};  // for UnprocessedKeys

  static TableRead from(const std::string& table, const Json& wire) {
    check_expression_parameters(wire, {"ProjectionExpression"}, {"AttributesToGet"});
    check_attributes_to_get(wire);
    refuse_legacy_parameters(wire, {"AttributesToGet"});
    TableRead read = {.table = table, .projection = parse_only_projection(wire), .wire = wire};
    if (const Json* consistent = wire.find("ConsistentRead")) read.consistent = boolean_of(*consistent);
    std::set<std::string> seen;
    for (const Json& key : wire.at("Keys").elements()) {
      read.keys.push_back(parse_item(key));
      Item sorted = read.keys.back();
      std::ranges::sort(sorted, {}, &Item::value_type::first);
      if (!seen.insert(to_json(sorted).dump()).second) {
        throw validation("Provided list of item keys contains duplicates");
      }
    }
    return read;
  }
};

struct Request {
  std::vector<TableRead> tables = {};
  Consumption consumption = Consumption::kNone;

  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    Request request = {.consumption = consumption_of(in)};
    std::size_t keys = 0;
    for (const auto& [table, wire] : in.get("RequestItems").members()) {
      request.tables.push_back(TableRead::from(table, wire));
      keys += request.tables.back().keys.size();
      if (keys > kMaxKeys) throw validation("Too many items requested for the BatchGetItem call");
    }
    return request;
  }
};

Json get(Tables& tables, const Request& request, const Call& call) {
  for (const TableRead& read : request.tables) {
    const Table& table = tables.get(call, read.table);
    for (const Item& key : read.keys) check_key(table.keys, key);
    check_projection(table, read.projection);
  }
  Json responses = Json::object();
  Json unprocessed = Json::object();
  Json consumed = Json::array();
  std::size_t bytes = 0;
  for (const TableRead& read : request.tables) {
    const Table& table = tables.get(call, read.table);
    Json found = Json::array();
    Json left = Json::array();
    double units = 0;
    for (std::size_t i = 0; i < read.keys.size(); ++i) {
      const auto item = tables.read(table, read.keys[i]);
      const std::size_t size = item ? size_of(*item) : 0;
      if (bytes + size > kMaxBytes) {
        left.push_back(read.wire.at("Keys").at(i));
        continue;
      }
      bytes += size;
      const double cost = read_units(size, read.consistent);
      units += cost;
      tables.count_read(table, cost);
      if (item) found.push_back(to_json(project(*item, read.projection)));
    }
    responses.set(read.table, std::move(found));
    if (!left.empty()) {
      Json rest = read.wire;
      rest.set("Keys", std::move(left));
      unprocessed.set(read.table, std::move(rest));
    }
    consumed.push_back(to_json(table, Consumed{.table = units}, request.consumption));
  }
  Json result = {{"Responses", std::move(responses)}, {"UnprocessedKeys", std::move(unprocessed)}};
  if (request.consumption != Consumption::kNone) result.set("ConsumedCapacity", std::move(consumed));
  return result;
}

std::vector<std::string> resources(const Tables&, const Request& request, const Call& call) {
  std::vector<std::string> arns;
  for (const TableRead& read : request.tables) arns.push_back(table_arn(call, read.table));
  return arns;
}

}  // namespace dynamodb::batch_get_item_operation

namespace dynamodb {
constinit const Operation<Tables> batch_get_item =
    protocol::operation<&batch_get_item_operation::get, &batch_get_item_operation::resources>("dynamodb:BatchGetItem");
}
