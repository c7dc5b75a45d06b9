#include <algorithm>

#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/expression_key_condition.h"
#include "emulator/dynamodb/key.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/page.h"

namespace dynamodb::query_operation {

using Kind = Condition::Kind;

constexpr Member kMembers[] = {{"Select", &kSelect},
                               {"IndexName", &kIndexName},
                               {"ReturnConsumedCapacity", &kReturnConsumedCapacity},
                               {"QueryFilter", &kConditions},
                               {"TableName", &kTableName, Need::kNotNull},
                               {"ConditionalOperator", &kConditionalOperator},
                               {"AttributesToGet", &kAttributesToGet},
                               {"Limit", &kPositiveInt},
                               {"KeyConditions", &kConditions},
                               {"ExclusiveStartKey", &kValues},
                               {"ConsistentRead", &kTruth},
                               {"ScanIndexForward", &kTruth},
                               {"FilterExpression", &kText},
                               {"KeyConditionExpression", &kText},
                               {"ProjectionExpression", &kText},
                               {"ExpressionAttributeValues", &kValues},
                               {"ExpressionAttributeNames", &kNames}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  PageRequest page = {};
  std::vector<KeyCondition> conditions = {};
  bool forward = true;

  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    check_expression_parameters(in.json(), {"ProjectionExpression", "FilterExpression", "KeyConditionExpression"},
                                {"AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"});
    Request request = {.forward = boolean_or(in, "ScanIndexForward", true)};
    request.page.read_values(in);
    if (!in.has("KeyConditions") && !in.has("KeyConditionExpression")) {
      throw validation(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
    }
    refuse_legacy_parameters(in.json(), {"AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"});
    request.page.placeholders = Placeholders(in.json());
    const Condition condition =
        parse_condition("KeyConditionExpression", in.string("KeyConditionExpression"), request.page.placeholders);
    request.page.read_expressions(in);
    request.conditions = key_conditions_of(condition);
    if (request.conditions.size() > 2) throw validation("Conditions can be of length 1 or 2 only");
    return request;
  }
};

// What is asked of the hash key and, maybe, of the range key.
struct KeyRange {
  const AttributeValue* hash = nullptr;
  const KeyCondition* range = nullptr;
};

KeyRange check_conditions(const KeySchema& keys, const std::vector<KeyCondition>& conditions) {
  const auto find_condition = [&](const std::string& name) -> const KeyCondition* {
    const auto found = std::ranges::find(conditions, name, &KeyCondition::attribute);
    return found == conditions.end() ? nullptr : &*found;
  };
  const auto check_types = [&](const KeyCondition& condition, Type type) {
    for (const AttributeValue* value : condition.values) {
      if (value->is(type)) continue;
      throw invalid_parameter("Condition parameter type does not match schema type");
    }
  };
  if (!keys.range && conditions.size() > 1) throw validation("Query key condition not supported");
  const KeyCondition* hash = find_condition(keys.hash.name);
  if (!hash) throw validation("Query condition missed key schema element: " + keys.hash.name);
  check_types(*hash, keys.hash.type);
  if (hash->kind != Kind::kEqual) throw validation("Query key condition not supported");
  KeyRange result = {.hash = hash->values.front()};
  if (conditions.size() == 1) return result;
  result.range = find_condition(keys.range->name);
  if (!result.range) throw validation("Query condition missed key schema element: " + keys.range->name);
  check_types(*result.range, keys.range->type);
  if (result.range->kind == Kind::kFunction && keys.range->type == Type::kNumber) {
    throw invalid_parameter("ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type");
  }
  return result;
}

// The range of store keys behind `prefix` (which ends with the hash key) that a range key's condition allows.
void narrow(Range& range, const std::string& prefix, const KeyCondition* condition) {
  range.from = prefix;
  range.to = store::prefix_end(prefix);
  if (!condition) return;
  std::string at = prefix;
  if (condition->kind == Kind::kFunction) {
    append_key_prefix(at, *condition->values.front());
    range.from = at;
    range.to = store::prefix_end(at);
    return;
  }
  append_key_part(at, *condition->values.front());
  // Entries of an index go on behind the range key, so what is at a value is everything that begins with it.
  const std::string behind = store::prefix_end(at);
  switch (condition->kind) {
    case Kind::kLess:
      range.to = at;
      break;
    case Kind::kLessEqual:
      range.to = behind;
      break;
    case Kind::kGreater:
      range.from = behind;
      break;
    case Kind::kGreaterEqual:
      range.from = at;
      break;
    case Kind::kBetween: {
      std::string last = prefix;
      append_key_part(last, *condition->values.back());
      range.from = at;
      range.to = store::prefix_end(last);
      break;
    }
    default:
      range.from = at;
      range.to = behind;
  }
}

// Goes on behind the start key, which has to lie in the range.
void start_behind(Range& range, const Request& request, const KeySchema& keys, const KeyRange& key_range) {
  const Item& start = *request.page.start;
  const std::string at = range.index ? index_key(*range.table, *range.index, start) : item_key(*range.table, start);
  const bool same_hash = *find(start, keys.hash.name) == *key_range.hash;
  const bool in_range = at >= range.from && (range.to.empty() || at < range.to);
  if (!key_range.range && !same_hash) {
    throw validation("The provided starting key is outside query boundaries based on provided conditions");
  }
  if (key_range.range && !same_hash) {
    throw validation("The query can return at most one row and cannot be restarted");
  }
  if (!in_range) throw validation("The provided starting key does not match the range key predicate");
  if (request.forward) {
    range.from = at + '\0';
  } else {
    range.to = at;
  }
}

Json run(Tables& tables, const Request& request, const Call& call) {
  const PageRequest& page = request.page;
  const Table& table = tables.get(call, page.table_name);
  const Index* index = page.find_index(table);
  const KeySchema& keys = index ? index->keys : table.keys;
  page.check_start(table, index);
  const KeyRange key_range = check_conditions(keys, request.conditions);
  if (page.filter) {
    for (const Path* path : paths_of(*page.filter)) {
      const std::string& head = path->front().name;
      if (head != keys.hash.name && (!keys.range || head != keys.range->name)) continue;
      throw validation("Filter Expression can only contain non-primary key attributes: Primary key attribute: " + head);
    }
  }
  page.check_select(table, index);
  page.check_paths(table);
  Range range = {.table = &table, .index = index};
  if (!request.forward) range.order = store::Order::kDescending;
  std::string prefix = (index ? index_prefix(table, *index) : table_prefix(table)) + slot_of(*key_range.hash);
  append_key_part(prefix, *key_range.hash);
  narrow(range, prefix, key_range.range);
  if (page.start) start_behind(range, request, keys, key_range);
  return read_page(tables, page, range);
}

std::string resource(const Tables&, const Request& request, const Call& call) { return request.page.resource(call); }

}  // namespace dynamodb::query_operation

namespace dynamodb {
constinit const Operation<Tables> query =
    protocol::operation<&query_operation::run, &query_operation::resource>("dynamodb:Query");
}
