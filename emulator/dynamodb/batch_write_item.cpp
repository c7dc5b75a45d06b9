#include <set>

#include "emulator/dynamodb/capacity.h"
#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/item_write.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/shape.h"

namespace dynamodb::batch_write_item_operation {

constexpr std::size_t kMaxWrites = 25;

constexpr Member kPutMembers[] = {{"Item", &kValues, Need::kNotNull}};
constexpr Member kDeleteMembers[] = {{"Key", &kValues, Need::kNotNull}};
constexpr Shape kPut = {.kind = Shape::Kind::kStructure, .java_name = "PutRequest", .members = kPutMembers};
constexpr Shape kDelete = {.kind = Shape::Kind::kStructure, .java_name = "DeleteRequest", .members = kDeleteMembers};
constexpr Member kWriteMembers[] = {{"DeleteRequest", &kDelete}, {"PutRequest", &kPut}};
constexpr Shape kWrite = {.kind = Shape::Kind::kStructure, .java_name = "WriteRequest", .members = kWriteMembers};
constexpr Shape kWrites = {.kind = Shape::Kind::kList, .element = &kWrite, .min = 1, .max = 25};
constexpr Shape kItems = {.kind = Shape::Kind::kMap,
                          .java_name = "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>",
                          .element = &kWrites,
                          .min = 1,
                          .key = &kTableName,
                          .element_length_is_maps = true};
constexpr Member kMembers[] = {{"ReturnConsumedCapacity", &kReturnConsumedCapacity},
                               {"ReturnItemCollectionMetrics", &kReturnItemCollectionMetrics},
                               {"RequestItems", &kItems, Need::kNotNull}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  std::vector<ItemWrite> writes = {};
  Consumption consumption = Consumption::kNone;

  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    Request request = {.consumption = consumption_of(in)};
    for (const auto& [table, writes] : in.get("RequestItems").members()) {
      for (const Json& each : writes.elements()) {
        const Json* put = each.find("PutRequest");
        const Json* remove = each.find("DeleteRequest");
        if ((put != nullptr) == (remove != nullptr)) {
          throw validation(
              "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
              "datatypes");
        }
        request.writes.push_back(
            ItemWrite::from(put ? ItemWrite::Kind::kPut : ItemWrite::Kind::kDelete, put ? *put : *remove));
        request.writes.back().table_name = table;
      }
    }
    if (request.writes.size() > kMaxWrites) throw validation("Too many items requested for the BatchWriteItem call");
    return request;
  }
};

// One transaction for all: more than AWS promises, and never less.
Json write(Tables& tables, const Request& request, const Call& call) {
  std::vector<ItemChange> changes;
  std::set<std::string> seen;
  for (const ItemWrite& each : request.writes) {
    // PutItem says which key is missing; a batch calls every mismatch the same.
    const Table& table = tables.get(call, each.table_name);
    if (each.kind == ItemWrite::Kind::kPut) check_key(table.keys, key_of(table, each.item));
    changes.push_back(each.plan(tables, call));
    if (!seen.insert(item_key(*changes.back().table, each.item)).second) {
      throw validation("Provided list of item keys contains duplicates");
    }
  }
  tables.commit(changes);
  std::vector<std::pair<const Table*, double>> units;
  for (const ItemChange& change : changes) {
    if (units.empty() || units.back().first != change.table) units.emplace_back(change.table, 0);
    const double cost = written_units(change);
    units.back().second += cost;
    tables.count_written(*change.table, cost);
  }
  Json result = {{"UnprocessedItems", Json::object()}};
  if (request.consumption == Consumption::kNone) return result;
  Json consumed = Json::array();
  for (const auto& [table, cost] : units) {
    consumed.push_back(to_json(*table, Consumed{.table = cost}, request.consumption));
  }
  return result.set("ConsumedCapacity", std::move(consumed));
}

std::vector<std::string> resources(const Tables&, const Request& request, const Call& call) {
  std::set<std::string> arns;
  for (const ItemWrite& each : request.writes) arns.insert(table_arn(call, each.table_name));
  return {arns.begin(), arns.end()};
}

}  // namespace dynamodb::batch_write_item_operation

namespace dynamodb {
constinit const Operation<Tables> batch_write_item =
    protocol::operation<&batch_write_item_operation::write, &batch_write_item_operation::resources>(
        "dynamodb:BatchWriteItem");
}
