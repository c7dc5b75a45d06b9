#include <algorithm>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "emulator/dynamodb/capacity.h"
#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/item_write.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/shape.h"

namespace dynamodb::transact_write_items_operation {

constexpr std::size_t kMaxBytes = 4 * 1024 * 1024;

constexpr Member kPutMembers[] = {{"TableName", &kTableName, Need::kNotNull},
                                  {"Item", &kValues, Need::kNotNull},
                                  {"ConditionExpression", &kText},
                                  {"ExpressionAttributeNames", &kNames},
                                  {"ExpressionAttributeValues", &kValues},
                                  {"ReturnValuesOnConditionCheckFailure", &kReturnValuesOnFailure}};
constexpr Member kKeyMembers[] = {{"TableName", &kTableName, Need::kNotNull},
                                  {"Key", &kValues, Need::kNotNull},
                                  {"ConditionExpression", &kText},
                                  {"ExpressionAttributeNames", &kNames},
                                  {"ExpressionAttributeValues", &kValues},
                                  {"ReturnValuesOnConditionCheckFailure", &kReturnValuesOnFailure}};
constexpr Member kCheckMembers[] = {
    {"TableName", &kTableName, Need::kNotNull},      {"Key", &kValues, Need::kNotNull},
    {"ConditionExpression", &kText, Need::kNotNull}, {"ExpressionAttributeNames", &kNames},
    {"ExpressionAttributeValues", &kValues},         {"ReturnValuesOnConditionCheckFailure", &kReturnValuesOnFailure}};
constexpr Member kUpdateMembers[] = {{"TableName", &kTableName, Need::kNotNull},
                                     {"Key", &kValues, Need::kNotNull},
                                     {"UpdateExpression", &kText, Need::kNotNull},
                                     {"ConditionExpression", &kText},
                                     {"ExpressionAttributeNames", &kNames},
                                     {"ExpressionAttributeValues", &kValues},
                                     {"ReturnValuesOnConditionCheckFailure", &kReturnValuesOnFailure}};
constexpr Shape kPut = {.kind = Shape::Kind::kStructure, .java_name = "Put", .members = kPutMembers};
constexpr Shape kDelete = {.kind = Shape::Kind::kStructure, .java_name = "Delete", .members = kKeyMembers};
constexpr Shape kCheck = {.kind = Shape::Kind::kStructure, .java_name = "ConditionCheck", .members = kCheckMembers};
constexpr Shape kUpdate = {.kind = Shape::Kind::kStructure, .java_name = "Update", .members = kUpdateMembers};
constexpr Member kActionMembers[] = {
    {"ConditionCheck", &kCheck}, {"Put", &kPut}, {"Delete", &kDelete}, {"Update", &kUpdate}};
constexpr Shape kAction = {
    .kind = Shape::Kind::kStructure, .java_name = "TransactWriteItem", .members = kActionMembers};
constexpr Shape kActions = {.kind = Shape::Kind::kList, .element = &kAction, .min = 1, .max = 100};
constexpr Shape kToken = {.kind = Shape::Kind::kString, .min = 1, .max = 36};
constexpr Member kMembers[] = {{"TransactItems", &kActions, Need::kNotNull},
                               {"ReturnConsumedCapacity", &kReturnConsumedCapacity},
                               {"ReturnItemCollectionMetrics", &kReturnItemCollectionMetrics},
                               {"ClientRequestToken", &kToken}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct ActionName {
  std::string_view name = {};
  ItemWrite::Kind kind = ItemWrite::Kind::kPut;
  std::string_view permission = {};
};
constexpr ActionName kActionNames[] = {{"Put", ItemWrite::Kind::kPut, "dynamodb:PutItem"},
                                       {"Update", ItemWrite::Kind::kUpdate, "dynamodb:UpdateItem"},
                                       {"Delete", ItemWrite::Kind::kDelete, "dynamodb:DeleteItem"},
                                       {"ConditionCheck", ItemWrite::Kind::kCheck, "dynamodb:ConditionCheckItem"}};

struct Request {
  std::vector<ItemWrite> writes = {};
  std::string token = {};
  std::string digest = {};  // of what is to be done, so that a token stands for one request
  Consumption consumption = Consumption::kNone;

  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    Request request = {.token = in.string_or("ClientRequestToken", ""), .consumption = consumption_of(in)};
    for (const Json& item : in.get("TransactItems").elements()) {
      const ActionName* found = nullptr;
      int count = 0;
      for (const ActionName& action : kActionNames) {
        if (!item.contains(action.name)) continue;
        found = &action;
        ++count;
      }
      if (count != 1) {
        throw validation("TransactItems can only contain one of Check, Put, Update or Delete");
      }
      request.writes.push_back(ItemWrite::from(found->kind, item.at(found->name)));
    }
    request.digest = base::to_hex(base::sha256(in.get("TransactItems").dump()));
    return request;
  }
};

Json answer(Tables& tables, const Request& request, const std::vector<std::pair<const Table*, double>>& units) {
  Json result = Json::object();
  for (const auto& [table, cost] : units) tables.count_written(*table, cost);
  if (request.consumption == Consumption::kNone) return result;
  Json consumed = Json::array();
  for (const auto& [table, cost] : units) {
    consumed.push_back(
        to_json(*table, Consumed{.table = cost, .is_transaction = true, .is_write = true}, request.consumption));
  }
  return result.set("ConsumedCapacity", std::move(consumed));
}

// What each action comes to. Throws TransactionCanceledException with a reason for each when one cannot be done.
std::vector<ItemChange> plan_all(const Tables& tables, const Request& request, const Call& call) {
  std::vector<ItemChange> changes;
  std::vector<CancellationReason> reasons(request.writes.size());
  std::set<std::string> seen;
  std::size_t bytes = 0;
  bool canceled = false;
  for (std::size_t i = 0; i < request.writes.size(); ++i) {
    const ItemWrite& write = request.writes[i];
    try {
      changes.push_back(write.plan(tables, call));
    } catch (const Fault& fault) {
      if (fault.code == "ResourceNotFoundException") throw;
      reasons[i].code = fault.code == "ConditionalCheckFailedException" ? "ConditionalCheckFailed" : "ValidationError";
      reasons[i].message = fault.message;
      if (const Json* item = fault.members.find("Item")) reasons[i].item = *item;
      canceled = true;
      continue;
    }
    if (!seen.insert(item_key(*changes.back().table, write.item)).second) {
      throw validation("Transaction request cannot include multiple operations on one item");
    }
    if (changes.back().after) bytes += size_of(*changes.back().after);
  }
  if (bytes > kMaxBytes) throw validation("Transaction request size cannot exceed 4 MB");
  if (canceled) throw transaction_canceled(reasons);
  return changes;
}

Json write(Tables& tables, const Request& request, const Call& call) {
  for (const ItemWrite& each : request.writes) {
    for (const ActionName& action : kActionNames) {
      if (action.kind == each.kind) call.require(action.permission, {table_arn(call, each.table_name)});
    }
  }
  if (!request.token.empty()) {
    if (const auto done = tables.find_token(call, request.token)) {
      if (*done != request.digest) throw idempotent_parameter_mismatch();
      return answer(tables, request, {});
    }
  }
  const std::vector<ItemChange> changes = plan_all(tables, request, call);
  std::vector<std::pair<const Table*, double>> units;
  for (const ItemChange& change : changes) {
    const auto same = std::ranges::find(units, change.table, &std::pair<const Table*, double>::first);
    auto& sum = same == units.end() ? units.emplace_back(change.table, 0.0) : *same;
    sum.second += 2 * written_units(change);
  }
  tables.commit(changes, [&](store::Transaction& transaction) {
    if (!request.token.empty()) tables.remember_token(transaction, call, request.token, request.digest);
  });
  return answer(tables, request, units);
}

// Each action is asked for by itself, above: AWS has no permission for the transaction as such.
std::vector<std::string> no_resources(const Tables&, const Request&, const Call&) { return {}; }

}  // namespace dynamodb::transact_write_items_operation

namespace dynamodb {
constinit const Operation<Tables> transact_write_items =
    protocol::operation<&transact_write_items_operation::write, &transact_write_items_operation::no_resources>(
        "dynamodb:TransactWriteItems");
}
