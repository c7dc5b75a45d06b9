#include "emulator/dynamodb/capacity.h"
#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/item_read.h"
#include "emulator/dynamodb/operations.h"

namespace dynamodb::transact_get_items_operation {

constexpr Member kGetMembers[] = {{"TableName", &kTableName, Need::kNotNull},
                                  {"Key", &kValues, Need::kNotNull},
                                  {"ProjectionExpression", &kText},
                                  {"ExpressionAttributeNames", &kNames}};
constexpr Shape kGet = {.kind = Shape::Kind::kStructure, .java_name = "Get", .members = kGetMembers};
constexpr Member kItemMembers[] = {{"Get", &kGet, Need::kNotNull}};
constexpr Shape kItem = {.kind = Shape::Kind::kStructure, .java_name = "TransactGetItem", .members = kItemMembers};
constexpr Shape kItems = {.kind = Shape::Kind::kList, .element = &kItem, .min = 1, .max = 100};
constexpr Member kMembers[] = {{"TransactItems", &kItems, Need::kNotNull},
                               {"ReturnConsumedCapacity", &kReturnConsumedCapacity}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  std::vector<ItemRead> reads = {};
  Consumption consumption = Consumption::kNone;

  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    Request request = {.consumption = consumption_of(in)};
    for (const Json& item : in.get("TransactItems").elements()) {
      const Json& get = item.at("Get");
      request.reads.push_back(ItemRead::from(get.text("TableName"), get));
    }
    return request;
  }
};

Json get(Tables& tables, const Request& request, const Call& call) {
  for (const ItemRead& read : request.reads) call.require("dynamodb:GetItem", {table_arn(call, read.table_name)});
  Json responses = Json::array();
  std::vector<std::pair<const Table*, double>> units;
  for (const ItemRead& read : request.reads) {
    const Table& table = tables.get(call, read.table_name);
    check_key(table.keys, read.key);
    check_projection(table, read.projection);
    const auto item = tables.read(table, read.key);
    const double cost = 2 * read_units(item ? size_of(*item) : 0, true);
    tables.count_read(table, cost);
    if (units.empty() || units.back().first != &table) units.emplace_back(&table, 0.0);
    units.back().second += cost;
    Json response = Json::object();
    if (item) response.set("Item", to_json(project(*item, read.projection)));
    responses.push_back(std::move(response));
  }
  Json result = {{"Responses", std::move(responses)}};
  if (request.consumption == Consumption::kNone) return result;
  Json consumed = Json::array();
  for (const auto& [table, cost] : units) {
    consumed.push_back(to_json(*table, Consumed{.table = cost, .is_transaction = true}, request.consumption));
  }
  return result.set("ConsumedCapacity", std::move(consumed));
}

std::vector<std::string> no_resources(const Tables&, const Request&, const Call&) { return {}; }

}  // namespace dynamodb::transact_get_items_operation

namespace dynamodb {
constinit const Operation<Tables> transact_get_items =
    protocol::operation<&transact_get_items_operation::get, &transact_get_items_operation::no_resources>(
        "dynamodb:TransactGetItems");
}
