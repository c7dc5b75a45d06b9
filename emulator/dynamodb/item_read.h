#pragma once

#include <optional>
#include <string>
#include <vector>

#include "emulator/dynamodb/expression_projection.h"
#include "emulator/dynamodb/tables.h"

namespace dynamodb {

// One item's read as GetItem, BatchGetItem and TransactGetItems ask for it.
struct ItemRead {
  std::string table_name = {};
  Item key = {};
  std::optional<Projection> projection = {};

  // Throws the ValidationExceptions that need no table. `request` has Key, ProjectionExpression,
  // ExpressionAttributeNames.
  static ItemRead from(std::string table_name, const Json& request);
};

// A ProjectionExpression with its names, of a request that has no other expressions.
std::optional<Projection> parse_only_projection(const Json& request);
// The item, or as much of it as is asked for. Throws the ValidationException of a path below a key attribute.
Item project(const Item& item, const std::optional<Projection>& projection);
void check_projection(const Table& table, const std::optional<Projection>& projection);
std::vector<std::string> nested_heads(const std::vector<const Path*>& paths);

void check_attributes_to_get(const Json& request);

}  // namespace dynamodb
