#pragma once

#include <optional>
#include <string>
#include <vector>

#include "emulator/dynamodb/capacity.h"
#include "emulator/dynamodb/expression_condition.h"
#include "emulator/dynamodb/expression_projection.h"
#include "emulator/dynamodb/tables.h"

namespace dynamodb {

// What Query and Scan have in common: a page of a range of items, filtered and projected.
struct PageRequest {
  std::string table_name = {};
  std::string index_name = {};
  std::string select = {};
  Placeholders placeholders = {};
  std::optional<Projection> projection = {};
  std::optional<Condition> filter = {};
  std::optional<Item> start = {};  // ExclusiveStartKey
  std::optional<std::int64_t> limit = {};
  bool consistent = false;
  Consumption consumption = Consumption::kNone;

  // Reads these parameters. Expressions come last, and their placeholders are the caller's to check: a Query has one
  // more.
  void read_values(const Fields& in);
  void read_expressions(const Fields& in);

  std::string resource(const Call& call) const;  // what IAM is asked for: the table, or its index

  // The index that is asked for, null where it is the table. Throws the ValidationExceptions of an index that is not
  // there, of a consistent read of a global one, of a Select or a projection that it cannot serve.
  const Index* find_index(const Table& table) const;
  void check_select(const Table& table, const Index* index) const;
  // ExclusiveStartKey against the keys.
  void check_start(const Table& table, const Index* index) const;
  void check_paths(const Table& table) const;
};

// Reads the page and writes Items, Count, ScannedCount, LastEvaluatedKey and ConsumedCapacity.
Json read_page(Tables& tables, const PageRequest& request, const Range& range);

}  // namespace dynamodb
