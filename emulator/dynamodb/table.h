#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "emulator/dynamodb/attribute_value.h"

namespace dynamodb {

struct KeyAttribute {
  std::string name = {};
  Type type = Type::kString;
};

struct KeySchema {
  KeyAttribute hash = {};
  std::optional<KeyAttribute> range = {};
};

struct Throughput {
  std::int64_t read = 0;
  std::int64_t write = 0;
};

struct Index {
  enum class Projection { kAll, kKeysOnly, kInclude };
  std::string name = {};
  bool is_global = false;
  int number = 0;  // what its records' keys carry
  KeySchema keys = {};
  Projection projection = Projection::kAll;
  std::vector<std::string> included = {};
  Throughput throughput = {};
};

// What is known of a table besides its items.
struct Table {
  std::string account = {};
  std::string region = {};
  std::string name = {};
  std::uint64_t number = 0;  // what its items' keys begin with
  std::string id = {};       // AWS's TableId
  base::TimePoint created = {};
  std::vector<KeyAttribute> attributes = {};
  KeySchema keys = {};
  std::vector<Index> indexes = {};
  bool pay_per_request = false;
  std::optional<base::TimePoint> became_pay_per_request = {};
  Throughput throughput = {};
  std::string table_class = {};     // "STANDARD_INFREQUENT_ACCESS"; empty where it was not said
  std::string encryption_key = {};  // ARN of the KMS key of SSESpecification; empty: AWS's own
  bool deletion_protected = false;
  std::string ttl_attribute = {};  // empty: items do not expire
  std::vector<std::pair<std::string, std::string>> tags = {};

  std::string arn() const;
  const Index* find_index(std::string_view index) const;
};

struct TableTotals {
  std::int64_t items = 0;
  std::int64_t bytes = 0;
};

// As DescribeTable shows it. `status`: "ACTIVE", "CREATING", "DELETING", "UPDATING".
Json describe(const Table& table, std::string_view status, const TableTotals& totals);

// As the store keeps it, and back.
Json to_record(const Table& table);
Table table_from_record(const Json& record);

// --- items and keys against the schema; each throws AWS's ValidationException ---

// An item to put has the key attributes, of their types, not empty, not too long; and index keys of their types.
void check_item(const Table& table, const Item& item);
// A Key parameter is exactly the key.
void check_key(const KeySchema& keys, const Item& key);
// Paths below a key attribute of the table or an index make no sense: those attributes are scalars.
void check_nested_paths(const Table& table, const std::vector<std::string>& nested_heads);

// The key attributes of an item; of an index: the table's and its own.
Item key_of(const Table& table, const Item& item);
Item key_of(const Table& table, const Index& index, const Item& item);
// The part of an item that an index holds, or nothing where the item is not in it.
bool is_indexed(const Index& index, const Item& item);
bool is_projected(const Table& table, const Index& index, std::string_view attribute);
Item projected(const Table& table, const Index& index, const Item& item);

// Where an item, or its entry in an index, lies in the store.
std::string table_prefix(const Table& table);
std::string item_key(const Table& table, const Item& item);
std::string index_prefix(const Table& table, const Index& index);
std::string index_key(const Table& table, const Index& index, const Item& item);

}  // namespace dynamodb
