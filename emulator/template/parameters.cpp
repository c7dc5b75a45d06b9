#include "emulator/template/parameters.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "base/text.h"
#include "emulator/template/fields.h"

namespace cfn {
namespace {

// -1, 60, 0.5
bool is_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto is_digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  const std::size_t point = text.find('.');
  return is_digits(text.substr(0, point)) && (point == std::string_view::npos || is_digits(text.substr(point + 1)));
}

// Why `value` is refused; empty where it is not.
std::string refusal(Fields& definition, const std::string& type, const std::string& value) {
  const Range any = {0, std::numeric_limits<std::int64_t>::max()};
  const Range signed_any = {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
  const auto least = definition.find_integer("MinValue", signed_any);
  const auto most = definition.find_integer("MaxValue", signed_any);
  const auto shortest = definition.find_integer("MinLength", any);
  const auto longest = definition.find_integer("MaxLength", any);
  const std::vector<std::string> allowed = definition.texts("AllowedValues");

  if (type == "Number" && !is_decimal(value)) return "must be a number";
  const double number = std::strtod(value.c_str(), nullptr);
  if (least && number < static_cast<double>(*least)) return "must be at least " + std::to_string(*least);
  if (most && number > static_cast<double>(*most)) return "must be at most " + std::to_string(*most);
  const auto length = static_cast<std::int64_t>(value.size());
  if (shortest && length < *shortest) return "must have at least " + std::to_string(*shortest) + " characters";
  if (longest && length > *longest) return "must have at most " + std::to_string(*longest) + " characters";
  if (!allowed.empty() && std::ranges::find(allowed, value) == allowed.end())
    return "must be one of " + list_of(allowed);
  return "";
}

Node read_parameter(const std::string& name, const Node& node, const std::string* said, Problems& problems) {
  Fields definition(node, problems);
  definition.find("Description");
  definition.flag("NoEcho", false);
  const std::string type =
      definition.one_of("Type", {"String", "Number", "CommaDelimitedList", "List<Number>"}, "String");
  definition.require("Type");
  const auto explanation = definition.find_text("ConstraintDescription");
  const auto otherwise = definition.find_text("Default");
  if (!said && !otherwise) {
    problems.add(node, "the parameter " + name + " has no default and was given no value");
  }
  const std::string value = said ? *said : otherwise.value_or("");
  const bool is_list = type == "CommaDelimitedList" || type == "List<Number>";
  Node result = is_list ? node.list() : node.string(value);
  if (is_list) {
    for (const std::string_view part : base::split(value, ',')) {
      result.items.push_back(node.string(std::string(base::trim(part))));
    }
  }
  bool good = said || otherwise;
  for (const Node& item : is_list ? result.items : std::vector<Node>{result}) {
    const std::string why = refusal(definition, type == "List<Number>" ? "Number" : type, item.text);
    if (why.empty() || !good) continue;
    problems.add(node, "the value '" + item.text + "' of the parameter " + name + " " + why +
                           (explanation ? " (" + *explanation + ")" : ""));
    good = false;
  }
  return good ? result : node.unknown();
}

}  // namespace

std::map<std::string, Node> read_parameters(const Node& section, const std::map<std::string, std::string>& overrides,
                                            Problems& problems) {
  std::map<std::string, Node> values;
  std::vector<std::string> names;
  for (const auto& [name, definition] : section.members) {
    const auto said = overrides.find(name);
    values[name] = read_parameter(name, definition, said == overrides.end() ? nullptr : &said->second, problems);
    names.push_back(name);
  }
  for (const auto& [name, value] : overrides) {
    if (values.contains(name)) continue;
    problems.add(section, "there is no parameter " + name + " to set to '" + value + "'; there " +
                              (names.empty() ? "are none" : "is " + list_of(names)));
  }
  return values;
}

}  // namespace cfn
