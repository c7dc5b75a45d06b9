#include "emulator/template/fields.h"

#include <algorithm>

#include "base/text.h"

namespace cfn {

std::string list_of(const std::vector<std::string>& names) {
  if (names.size() < 2) return base::join(names, "");
  return base::join({names.begin(), names.end() - 1}, ", ") + " and " + names.back();
}

std::optional<std::string> find_scalar(const Node& node, Problems& problems) {
  if (node.is_scalar()) return node.text;
  if (!node.is_unknown()) problems.add(node, "must be a string, not " + std::string(node.kind_name()));
  return std::nullopt;
}

Fields::Fields(const Node& map, Problems& problems) : node_(map), problems_(problems) {
  if (!map.is_map() && !map.is_unknown()) problem("must be a map, not " + std::string(map.kind_name()));
}

Fields::~Fields() {
  for (const auto& [name, value] : node_.members) {
    if (std::ranges::find(asked_, name) != asked_.end()) continue;
    std::vector<std::string> supported = asked_;
    std::ranges::sort(supported);
    problems_.add(value, name + " is not supported; supported here: " +
                             (supported.empty() ? std::string("nothing") : list_of(supported)));
  }
}

const Node* Fields::find(std::string_view name) {
  if (std::ranges::find(asked_, name) == asked_.end()) asked_.emplace_back(name);
  const Node* member = node_.find(name);
  return member && !member->is_unknown() ? member : nullptr;
}

const Node* Fields::require(std::string_view name) {
  if (node_.is_map() && !node_.find(name)) problem("needs " + std::string(name));
  return find(name);
}

std::optional<std::string> Fields::find_text(std::string_view name) {
  const Node* member = find(name);
  return member ? find_scalar(*member, problems_) : std::nullopt;
}

std::string Fields::text(std::string_view name, std::string_view otherwise) {
  return find_text(name).value_or(std::string(otherwise));
}

std::string Fields::require_text(std::string_view name) {
  const Node* member = require(name);
  return member ? find_scalar(*member, problems_).value_or("") : "";
}

std::string Fields::one_of(std::string_view name, std::initializer_list<std::string_view> allowed,
                           std::string_view otherwise) {
  const std::optional<std::string> value = find_text(name);
  if (!value) return std::string(otherwise);
  if (std::ranges::find(allowed, *value) == allowed.end()) {
    problems_.add(*find(name),
                  "'" + *value + "' is not supported; supported here: " + list_of({allowed.begin(), allowed.end()}));
    return std::string(otherwise);
  }
  return *value;
}

std::optional<std::int64_t> Fields::find_integer(std::string_view name, Range range) {
  const std::optional<std::string> value = find_text(name);
  if (!value) return std::nullopt;
  const std::optional<std::int64_t> number = base::parse_int(*value);
  if (number && *number >= range.least && *number <= range.most) return number;
  problems_.add(*find(name), "'" + *value + "' must be a whole number from " + std::to_string(range.least) + " to " +
                                 std::to_string(range.most));
  return std::nullopt;
}

std::int64_t Fields::integer(std::string_view name, Range range, std::int64_t otherwise) {
  return find_integer(name, range).value_or(otherwise);
}

double Fields::number(std::string_view name, double otherwise) {
  const std::optional<std::string> value = find_text(name);
  if (!value) return otherwise;
  if (const auto number = base::parse_double(*value)) return *number;
  problems_.add(*find(name), "'" + *value + "' must be a number");
  return otherwise;
}

bool Fields::flag(std::string_view name, bool otherwise) {
  const std::optional<std::string> value = find_text(name);
  if (!value) return otherwise;
  if (*value != "true" && *value != "false") {
    problems_.add(*find(name), "'" + *value + "' must be true or false");
    return otherwise;
  }
  return *value == "true";
}

std::vector<std::string> Fields::texts(std::string_view name) {
  std::vector<std::string> values;
  const Node* member = find(name);
  if (!member) return values;
  if (!member->is_list()) {
    if (const auto value = find_scalar(*member, problems_)) values.push_back(*value);
    return values;
  }
  for (const Node& item : member->items) {
    if (const auto value = find_scalar(item, problems_)) values.push_back(*value);
  }
  return values;
}

base::Json Fields::json(std::string_view name) {
  const Node* member = find(name);
  if (!member) return nullptr;
  if (member->is_map()) return to_json(*member);
  const auto parsed = member->is_scalar() ? base::Json::try_parse(member->text) : std::nullopt;
  if (parsed && parsed->is_object()) return *parsed;
  problems_.add(*member, "must be a map, or text that holds a JSON object");
  return nullptr;
}

bool Fields::object(std::string_view name, const Read& read) {
  const Node* member = find(name);
  if (!member) return false;
  Fields fields(*member, problems_);
  if (member->is_map()) read(fields);
  return member->is_map();
}

void Fields::objects(std::string_view name, const Read& read) {
  const Node* member = find(name);
  if (!member) return;
  if (!member->is_list()) {
    problems_.add(*member, "must be a list, not " + std::string(member->kind_name()));
    return;
  }
  for (const Node& item : member->items) {
    Fields fields(item, problems_);
    if (item.is_map()) read(fields);
  }
}

void Fields::entries(std::string_view name, const std::function<void(const std::string&, const Node&)>& read) {
  const Node* member = find(name);
  if (!member) return;
  if (!member->is_map()) {
    problems_.add(*member, "must be a map, not " + std::string(member->kind_name()));
    return;
  }
  for (const auto& [key, value] : member->members) read(key, value);
}

}  // namespace cfn
