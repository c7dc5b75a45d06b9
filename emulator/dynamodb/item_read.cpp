#include "emulator/dynamodb/item_read.h"

#include <set>

#include "emulator/dynamodb/errors.h"

namespace dynamodb {

std::vector<std::string> nested_heads(const std::vector<const Path*>& paths) {
  std::vector<std::string> heads;
  for (const Path* path : paths) {
    if (path->size() > 1) heads.push_back(path->front().name);
  }
  return heads;
}

void check_attributes_to_get(const Json& request) {
  const Json* names = request.find("AttributesToGet");
  if (!names) return;
  std::set<std::string> seen;
  for (const Json& name : names->elements()) {
    if (seen.insert(name.as_string()).second) continue;
    throw invalid_parameter("Duplicate value in attribute name: " + name.as_string());
  }
}

std::optional<Projection> parse_only_projection(const Json& request) {
  Placeholders placeholders(request);
  std::optional<Projection> result;
  if (const Json* expression = request.find("ProjectionExpression"); expression && !expression->is_null()) {
    result = parse_projection(expression->as_string(), placeholders);
  }
  placeholders.check_all_used();
  return result;
}

ItemRead ItemRead::from(std::string table_name, const Json& request) {
  check_expression_parameters(request, {"ProjectionExpression"}, {"AttributesToGet"});
  ItemRead read = {.table_name = std::move(table_name), .key = parse_item(request.at("Key"))};
  check_attributes_to_get(request);
  refuse_legacy_parameters(request, {"AttributesToGet"});
  read.projection = parse_only_projection(request);
  return read;
}

void check_projection(const Table& table, const std::optional<Projection>& projection) {
  if (!projection) return;
  std::vector<const Path*> paths;
  for (const Path& path : projection->paths) paths.push_back(&path);
  check_nested_paths(table, nested_heads(paths));
}

Item project(const Item& item, const std::optional<Projection>& projection) {
  return projection ? project(item, projection->paths) : item;
}

}  // namespace dynamodb
