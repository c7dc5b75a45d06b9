#pragma once

#include <cstddef>
#include <string_view>

#include "emulator/dynamodb/shape.h"
#include "emulator/dynamodb/table.h"

namespace dynamodb {

// Capacity units: a read unit is 4 KB read consistently, half of one eventually so, a write unit is 1 KB; transactions
// count twice. (Developer Guide, Read and write capacity)
double read_units(std::size_t bytes, bool consistent);
double write_units(std::size_t bytes);

enum class Consumption { kNone, kTotal, kIndexes };
Consumption consumption_of(const Fields& in);  // ReturnConsumedCapacity

// How much went to the table itself, and how much to one of its indexes.
struct Consumed {
  double table = 0;
  const Index* index = nullptr;
  double on_index = 0;
  bool is_transaction = false;
  bool is_write = false;
};
Json to_json(const Table& table, const Consumed& consumed, Consumption asked);

}  // namespace dynamodb
