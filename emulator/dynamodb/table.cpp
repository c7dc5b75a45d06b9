#include "emulator/dynamodb/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/key.h"

namespace dynamodb {
namespace table_detail {

constexpr std::size_t kMaxHashBytes = 2048;
constexpr std::size_t kMaxRangeBytes = 1024;

void check_length(const AttributeValue& value, bool is_hash) {
  if (value.is(Type::kNumber)) return;
  if (is_hash && value.text().size() > kMaxHashBytes) {
    throw invalid_parameter("Size of hashkey has exceeded the maximum size limit of2048 bytes");
  }
  if (!is_hash && value.text().size() > kMaxRangeBytes) {
    throw invalid_parameter("Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
  }
}

bool is_empty(const AttributeValue& value) {
  return (value.is(Type::kString) || value.is(Type::kBinary)) && value.text().empty();
}

std::string_view kind_of(const AttributeValue& value) { return value.is(Type::kString) ? "string" : "binary"; }

using Visit = std::function<void(const KeyAttribute&, bool is_hash)>;
void each_key(const KeySchema& keys, const Visit& visit) {
  visit(keys.hash, true);
  if (keys.range) visit(*keys.range, false);
}

void check_index_keys(const Table& table, const Item& item) {
  for (const Index& index : table.indexes) {
    each_key(index.keys, [&](const KeyAttribute& key, bool is_hash) {
      const AttributeValue* value = find(item, key.name);
      if (!value) return;
      if (!value->is(key.type)) {
        throw invalid_parameter(fmt::format("Type mismatch for Index Key {} Expected: {} Actual: {} IndexName: {}",
                                            key.name, name_of(key.type), name_of(value->type), index.name));
      }
      if (is_empty(*value)) {
        throw validation(fmt::format(
            "One or more parameter values are not valid. A value specified for a secondary index key is not supported. "
            "The AttributeValue for a key attribute cannot contain an empty {} value. IndexName: {}, IndexKey: {}",
            kind_of(*value), index.name, key.name));
      }
      check_length(*value, is_hash);
    });
  }
}

void add_key(Item& result, const KeySchema& keys, const Item& item) {
  each_key(keys, [&](const KeyAttribute& key, bool) {
    if (const AttributeValue* value = find(item, key.name)) set(result, key.name, *value);
  });
}

void append_position(std::string& key, const KeySchema& keys, const Item& item) {
  const AttributeValue& hash = *find(item, keys.hash.name);
  key += slot_of(hash);
  append_key_part(key, hash);
  if (keys.range) append_key_part(key, *find(item, keys.range->name));
}

bool is_key(const KeySchema& keys, std::string_view attribute) {
  return keys.hash.name == attribute || (keys.range && keys.range->name == attribute);
}

}  // namespace table_detail

using namespace table_detail;

std::string Table::arn() const { return fmt::format("arn:aws:dynamodb:{}:{}:table/{}", region, account, name); }

const Index* Table::find_index(std::string_view index) const {
  const auto found = std::ranges::find(indexes, index, &Index::name);
  return found == indexes.end() ? nullptr : &*found;
}

void check_item(const Table& table, const Item& item) {
  each_key(table.keys, [&](const KeyAttribute& key, bool is_hash) {
    const AttributeValue* value = find(item, key.name);
    if (!value) throw invalid_parameter(fmt::format("Missing the key {} in the item", key.name));
    if (!value->is(key.type)) {
      throw invalid_parameter(fmt::format("Type mismatch for key {} expected: {} actual: {}", key.name,
                                          name_of(key.type), name_of(value->type)));
    }
    if (is_empty(*value)) {
      throw validation(fmt::format(
          "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
          "{} value. Key: {}",
          kind_of(*value), key.name));
    }
    check_length(*value, is_hash);
  });
  check_index_keys(table, item);
}

void check_key(const KeySchema& keys, const Item& key) {
  if (key.size() != (keys.range ? 2u : 1u)) throw key_mismatch();
  each_key(keys, [&](const KeyAttribute& attribute, bool is_hash) {
    const AttributeValue* value = find(key, attribute.name);
    if (!value || !value->is(attribute.type)) throw key_mismatch();
    if (is_empty(*value)) {
      throw invalid_parameter(
          fmt::format("The AttributeValue for a key attribute cannot contain an empty {} value. Key: {}",
                      kind_of(*value), attribute.name));
    }
    check_length(*value, is_hash);
  });
}

void check_nested_paths(const Table& table, const std::vector<std::string>& nested_heads) {
  const auto check = [&](const KeySchema& keys, std::string_view what) {
    each_key(keys, [&](const KeyAttribute& key, bool) {
      if (std::ranges::find(nested_heads, key.name) == nested_heads.end()) return;
      throw validation(fmt::format(
          "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: {}: {}", what,
          key.name));
    });
  };
  if (nested_heads.empty()) return;
  check(table.keys, "Key");
  for (const Index& index : table.indexes) check(index.keys, "IndexKey");
}

Item key_of(const Table& table, const Item& item) {
  Item result;
  add_key(result, table.keys, item);
  return result;
}

Item key_of(const Table& table, const Index& index, const Item& item) {
  Item result = key_of(table, item);
  add_key(result, index.keys, item);
  return result;
}

bool is_indexed(const Index& index, const Item& item) {
  return find(item, index.keys.hash.name) && (!index.keys.range || find(item, index.keys.range->name));
}

bool is_projected(const Table& table, const Index& index, std::string_view attribute) {
  return index.projection == Index::Projection::kAll || is_key(table.keys, attribute) ||
         is_key(index.keys, attribute) || std::ranges::find(index.included, attribute) != index.included.end();
}

Item projected(const Table& table, const Index& index, const Item& item) {
  Item result;
  for (const auto& [name, value] : item) {
    if (is_projected(table, index, name)) result.emplace_back(name, value);
  }
  return result;
}

std::string table_prefix(const Table& table) {
  std::string prefix;
  for (int shift = 56; shift >= 0; shift -= 8) prefix += static_cast<char>(table.number >> shift);
  return prefix;
}

std::string item_key(const Table& table, const Item& item) {
  std::string key = table_prefix(table);
  append_position(key, table.keys, item);
  return key;
}

std::string index_prefix(const Table& table, const Index& index) {
  return table_prefix(table) + static_cast<char>(index.number);
}

std::string index_key(const Table& table, const Index& index, const Item& item) {
  std::string key = index_prefix(table, index);
  append_position(key, index.keys, item);
  append_position(key, table.keys, item);
  return key;
}

}  // namespace dynamodb
