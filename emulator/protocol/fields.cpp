#include "emulator/protocol/fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "emulator/protocol/call.h"

namespace protocol {

using base::Json;

std::string make_arn(std::string_view service, const Call& call, std::string_view resource) {
  return fmt::format("arn:aws:{}:{}:{}:{}", service, call.region, call.account, resource);
}

Json list_of(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(text);
  return list;
}

std::string Fields::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

void Fields::fail_kind(std::string_view path, std::string_view wanted, const Json& found) const {
  throw faults_.wrong_kind(path, wanted, found);
}

const Json* Fields::find(std::string_view name) const {
  const Json* found = object_.find(name);
  return found && !found->is_null() ? found : nullptr;
}

const Json& Fields::get(std::string_view name) const {
  if (const Json* found = find(name)) return *found;
  throw faults_.missing(path_of(name));
}

std::string Fields::text_of(const Json& value, std::string_view path) const {
  if (!value.is_string()) fail_kind(path, "string", value);
  return value.as_string();
}

std::int64_t Fields::integer_of(const Json& value, std::string_view path) const {
  if (value.kind() == Json::Kind::kInt) return value.as_int();
  if (value.is_string() && text_ == Text::kAccepted) {
    if (const auto number = base::parse_int(value.as_string())) return *number;
  }
  fail_kind(path, "integer", value);
}

std::string Fields::string(std::string_view name) const { return text_of(get(name), path_of(name)); }

std::optional<std::string> Fields::find_string(std::string_view name) const {
  const Json* found = find(name);
  if (!found) return std::nullopt;
  return text_of(*found, path_of(name));
}

std::string Fields::string_or(std::string_view name, std::string_view otherwise) const {
  return find_string(name).value_or(std::string(otherwise));
}

std::int64_t Fields::integer(std::string_view name) const { return integer_of(get(name), path_of(name)); }

std::optional<std::int64_t> Fields::find_integer(std::string_view name) const {
  const Json* found = find(name);
  if (!found) return std::nullopt;
  return integer_of(*found, path_of(name));
}

std::int64_t Fields::integer_or(std::string_view name, std::int64_t otherwise) const {
  return find_integer(name).value_or(otherwise);
}

bool Fields::boolean_or(std::string_view name, bool otherwise) const {
  const Json* found = find(name);
  if (!found) return otherwise;
  if (found->is_bool()) return found->as_bool();
  if (found->is_string() && text_ == Text::kAccepted) {
    if (base::equals_ignore_case(found->as_string(), "true")) return true;
    if (base::equals_ignore_case(found->as_string(), "false")) return false;
  }
  fail_kind(path_of(name), "boolean", *found);
}

double Fields::number_of(const Json& value, std::string_view path) const {
  if (value.is_number()) return value.as_double();
  if (value.is_string() && text_ == Text::kAccepted) {
    if (const auto number = base::parse_double(value.as_string())) return *number;
  }
  fail_kind(path, "number", value);
}
double Fields::number(std::string_view name) const { return number_of(get(name), path_of(name)); }

void Fields::each_element(std::string_view name,
                          const std::function<void(const Json& element, const std::string& path)>& visit) const {
  const Json* found = find(name);
  if (!found) return;
  if (!found->is_array()) fail_kind(path_of(name), "list", *found);
  for (std::size_t i = 0; i < found->size(); ++i) visit(found->at(i), fmt::format("{}[{}]", path_of(name), i));
}

std::vector<double> Fields::numbers(std::string_view name) const {
  std::vector<double> result;
  each_element(name, [&](const Json& element, const std::string& path) { result.push_back(number_of(element, path)); });
  return result;
}

std::vector<std::string> Fields::strings(std::string_view name) const {
  std::vector<std::string> result;
  each_element(name, [&](const Json& element, const std::string& path) { result.push_back(text_of(element, path)); });
  return result;
}

std::vector<std::pair<std::string, std::string>> Fields::string_map(std::string_view name) const {
  std::vector<std::pair<std::string, std::string>> result;
  const Json* found = find(name);
  if (!found) return result;
  if (!found->is_object()) fail_kind(path_of(name), "map", *found);
  for (const auto& [key, value] : found->members()) {
    result.emplace_back(key, text_of(value, path_of(name) + "." + key));
  }
  return result;
}

Fields Fields::fields(std::string_view name) const {
  const Json& found = get(name);
  if (!found.is_object()) fail_kind(path_of(name), "structure", found);
  return Fields(found, faults_, text_, path_of(name));
}

std::optional<Fields> Fields::find_fields(std::string_view name) const {
  if (!has(name)) return std::nullopt;
  return fields(name);
}

void Fields::each(std::string_view name, const std::function<void(const Fields&)>& visit) const {
  each_element(name, [&](const Json& element, const std::string& path) {
    if (!element.is_object()) fail_kind(path, "structure", element);
    visit(Fields(element, faults_, text_, path));
  });
}

std::vector<std::string> Fields::unknown(std::initializer_list<std::string_view> known) const {
  std::vector<std::string> result;
  for (const auto& [name, value] : object_.members()) {
    if (std::ranges::find(known, name) == known.end()) result.push_back(path_of(name));
  }
  return result;
}

}  // namespace protocol
