#include "emulator/dynamodb/expression_projection.h"

#include <optional>

#include "emulator/dynamodb/expression_parser.h"

namespace dynamodb {
namespace projection_detail {

class Parser : ExpressionParser {
 public:
  using ExpressionParser::ExpressionParser;
  Projection parse() {
    Projection result;
    do {
      Path path = parse_path(kReserved, kUndefined);
      note_path(path, kOverlap, kConflict);
      result.paths.push_back(std::move(path));
    } while (take_symbol(","));
    expect_end();
    throw_first_problem();
    return result;
  }

 private:
  enum Rank { kReserved, kUndefined, kOverlap, kConflict };
};

using Paths = std::vector<const Path*>;

std::optional<AttributeValue> project_value(const AttributeValue& value, const Paths& paths, std::size_t depth);

// Those of `paths` whose step at `depth` is this one.
Paths matching(const Paths& paths, std::size_t depth, const PathStep& step) {
  Paths result;
  for (const Path* path : paths) {
    if ((*path)[depth] == step) result.push_back(path);
  }
  return result;
}

Item project_members(const Item& item, const Paths& paths, std::size_t depth) {
  Item result;
  for (const auto& [name, value] : item) {
    const Paths inside = matching(paths, depth, {.name = name});
    if (inside.empty()) continue;
    if (auto part = project_value(value, inside, depth + 1)) result.emplace_back(name, *std::move(part));
  }
  return result;
}

std::optional<AttributeValue> project_value(const AttributeValue& value, const Paths& paths, std::size_t depth) {
  for (const Path* path : paths) {
    if (path->size() == depth) return value;
  }
  if (value.is(Type::kMap)) {
    Item members = project_members(value.map(), paths, depth);
    if (!members.empty()) return AttributeValue::map(std::move(members));
  } else if (value.is(Type::kList)) {
    AttributeValue::List list;
    for (std::size_t i = 0; i < value.list().size(); ++i) {
      const Paths inside = matching(paths, depth, {.index = i, .is_index = true});
      if (inside.empty()) continue;
      if (auto part = project_value(value.list()[i], inside, depth + 1)) list.push_back(*std::move(part));
    }
    if (!list.empty()) return AttributeValue::list(std::move(list));
  }
  return std::nullopt;
}

}  // namespace projection_detail

Projection parse_projection(std::string_view expression, Placeholders& placeholders) {
  return projection_detail::Parser("ProjectionExpression", expression, placeholders).parse();
}

Item project(const Item& item, const std::vector<Path>& paths) {
  projection_detail::Paths all;
  for (const Path& path : paths) all.push_back(&path);
  return projection_detail::project_members(item, all, 0);
}

}  // namespace dynamodb
