#include "emulator/dynamodb/page.h"

#include <fmt/format.h>

#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/item_read.h"
#include "emulator/dynamodb/operations.h"

namespace dynamodb {
namespace page_detail {

constexpr std::size_t kMaxBytes = 1024 * 1024;

// AWS words a start key that holds no values as one, but leaves errors of numbers and sets bare.
Item parse_start(const Json& wire) {
  try {
    return parse_item(wire);
  } catch (const Fault& fault) {
    for (const std::string_view bare :
         {"contains duplicates", "number set", "numeric value", "significant digits", "number with magnitude"}) {
      if (fault.message.find(bare) != std::string::npos) throw;
    }
    throw invalid_start_key(fault.message);
  }
}

std::vector<const Path*> pointers(const std::vector<Path>& paths) {
  std::vector<const Path*> result;
  for (const Path& path : paths) result.push_back(&path);
  return result;
}

// Whether the answer needs attributes that a local index does not hold: they are fetched from the table then.
bool needs_whole_item(const Table& table, const Index& index, const PageRequest& request) {
  if (index.projection == Index::Projection::kAll || request.select == "ALL_ATTRIBUTES") return true;
  if (!request.projection) return false;
  for (const Path& path : request.projection->paths) {
    if (!is_projected(table, index, path.front().name)) return true;
  }
  return false;
}

}  // namespace page_detail

void PageRequest::read_values(const Fields& in) {
  table_name = in.string("TableName");
  index_name = in.string_or("IndexName", "");
  select = in.string_or("Select", "");
  limit = in.find_integer("Limit");
  consistent = boolean_or(in, "ConsistentRead", false);
  consumption = consumption_of(in);
  check_attributes_to_get(in.json());
  if (const Json* key = in.find("ExclusiveStartKey")) start = page_detail::parse_start(*key);
}

void PageRequest::read_expressions(const Fields& in) {
  if (const auto expression = in.find_string("FilterExpression")) {
    filter = parse_condition("FilterExpression", *expression, placeholders);
  }
  if (const auto expression = in.find_string("ProjectionExpression")) {
    projection = parse_projection(*expression, placeholders);
  }
  placeholders.check_all_used();
  if (projection && !select.empty() && select != "SPECIFIC_ATTRIBUTES") {
    throw validation(fmt::format("Cannot specify the ProjectionExpression when choosing to get {}", select));
  }
  if (!projection && select == "SPECIFIC_ATTRIBUTES") {
    throw invalid_parameter(
        "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
  }
  if (select == "ALL_PROJECTED_ATTRIBUTES" && index_name.empty()) {
    throw invalid_parameter("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
}

const Index* PageRequest::find_index(const Table& table) const {
  if (index_name.empty()) return nullptr;
  const Index* index = table.find_index(index_name);
  if (!index) throw validation("The table does not have the specified index: " + index_name);
  if (index->is_global && consistent) {
    throw validation("Consistent reads are not supported on global secondary indexes");
  }
  return index;
}

void PageRequest::check_select(const Table& table, const Index* index) const {
  if (!index || !index->is_global || index->projection == Index::Projection::kAll) return;
  if (select == "ALL_ATTRIBUTES") {
    throw invalid_parameter(
        fmt::format("Select type ALL_ATTRIBUTES is not supported for global secondary index {} because its projection "
                    "type is not ALL",
                    index->name));
  }
  if (!projection) return;
  for (const Path& path : projection->paths) {
    const std::string& name = path.front().name;
    if (is_projected(table, *index, name)) continue;
    throw invalid_parameter(fmt::format("Global secondary index {} does not project [{}]", index->name, name));
  }
}

std::string PageRequest::resource(const Call& call) const {
  const std::string arn = table_arn(call, table_name);
  return index_name.empty() ? arn : fmt::format("{}/index/{}", arn, index_name);
}

void PageRequest::check_start(const Table& table, const Index* index) const {
  if (!start) return;
  std::vector<const KeyAttribute*> keys = {&table.keys.hash};
  if (table.keys.range) keys.push_back(&*table.keys.range);
  const auto add = [&](const KeyAttribute& key) {
    for (const KeyAttribute* present : keys) {
      if (present->name == key.name) return;
    }
    keys.push_back(&key);
  };
  if (index) {
    add(index->keys.hash);
    if (index->keys.range) add(*index->keys.range);
  }
  const std::string_view why = index ? "" : "The provided key element does not match the schema";
  if (start->size() != keys.size()) throw invalid_start_key(why);
  for (const KeyAttribute* key : keys) {
    const AttributeValue* value = find(*start, key->name);
    if (!value) throw invalid_start_key(why);
    if (!value->is(key->type)) throw invalid_start_key("The provided key element does not match the schema");
  }
  try {
    check_key(table.keys, key_of(table, *start));
  } catch (const Fault& fault) {
    throw invalid_start_key(fault.message);
  }
}

void PageRequest::check_paths(const Table& table) const {
  if (projection) check_nested_paths(table, nested_heads(page_detail::pointers(projection->paths)));
  if (filter) check_nested_paths(table, nested_heads(paths_of(*filter)));
}

Json read_page(Tables& tables, const PageRequest& request, const Range& range) {
  const Table& table = *range.table;
  const bool keep_items = request.select != "COUNT";
  const bool project_to_index = range.index && !page_detail::needs_whole_item(table, *range.index, request);
  const bool fetches = range.index && !project_to_index && range.index->projection != Index::Projection::kAll;
  Json items = Json::array();
  std::int64_t count = 0;
  std::int64_t scanned = 0;
  std::size_t bytes = 0;
  double fetched_units = 0;
  std::optional<Item> last;
  const auto limit_hint = request.limit ? static_cast<std::size_t>(*request.limit) : 32;
  tables.each(range, limit_hint, [&](Item whole) {
    if (fetches) fetched_units += read_units(size_of(whole), request.consistent);
    Item item = project_to_index ? projected(table, *range.index, whole) : std::move(whole);
    bytes += size_of(item);
    ++scanned;
    const bool is_full = bytes >= page_detail::kMaxBytes || (request.limit && scanned >= *request.limit);
    if (is_full) last = range.index ? key_of(table, *range.index, item) : key_of(table, item);
    if (request.filter && !fulfils(item, *request.filter)) return !is_full;
    ++count;
    if (keep_items) items.push_back(to_json(project(item, request.projection)));
    return !is_full;
  });
  const double units = read_units(bytes, request.consistent);
  tables.count_read(table, units + fetched_units);
  Json result = Json::object();
  if (keep_items) result.set("Items", std::move(items));
  result.set("Count", count);
  result.set("ScannedCount", scanned);
  if (last) result.set("LastEvaluatedKey", to_json(*last));
  if (request.consumption != Consumption::kNone) {
    const Consumed consumed = {
        .table = range.index ? fetched_units : units, .index = range.index, .on_index = range.index ? units : 0};
    result.set("ConsumedCapacity", to_json(table, consumed, request.consumption));
  }
  return result;
}

}  // namespace dynamodb
