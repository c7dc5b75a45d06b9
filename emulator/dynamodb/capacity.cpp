#include "emulator/dynamodb/capacity.h"

#include <algorithm>

namespace dynamodb {

double read_units(std::size_t bytes, bool consistent) {
  const auto blocks = std::max<std::size_t>((bytes + 4095) / 4096, 1);
  return static_cast<double>(blocks) * (consistent ? 1.0 : 0.5);
}

double write_units(std::size_t bytes) { return static_cast<double>(std::max<std::size_t>((bytes + 1023) / 1024, 1)); }

Consumption consumption_of(const Fields& in) {
  const std::string asked = in.string_or("ReturnConsumedCapacity", "NONE");
  return asked == "TOTAL" ? Consumption::kTotal : asked == "INDEXES" ? Consumption::kIndexes : Consumption::kNone;
}

Json to_json(const Table& table, const Consumed& consumed, Consumption asked) {
  const auto units = [&](double count) {
    Json result = {{"CapacityUnits", count}};
    if (consumed.is_transaction) result.set(consumed.is_write ? "WriteCapacityUnits" : "ReadCapacityUnits", count);
    return result;
  };
  Json result = units(consumed.table + consumed.on_index);
  result.set("TableName", table.name);
  if (asked != Consumption::kIndexes) return result;
  result.set("Table", units(consumed.table));
  if (consumed.index) {
    Json index = Json::object();
    index.set(consumed.index->name, units(consumed.on_index));
    result.set(consumed.index->is_global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes", std::move(index));
  }
  return result;
}

}  // namespace dynamodb
