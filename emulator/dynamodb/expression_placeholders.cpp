#include "emulator/dynamodb/expression_placeholders.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "emulator/dynamodb/errors.h"

namespace dynamodb {
namespace placeholders_detail {

bool is_present(const Json& request, std::string_view name) {
  const Json* found = request.find(name);
  return found && !found->is_null();
}

void check_key(std::string_view parameter, std::string_view key, char sign) {
  const bool well_formed = key.size() > 1 && key[0] == sign && std::ranges::all_of(key.substr(1), [](char c) {
                             return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
                           });
  if (!well_formed) {
    throw validation(fmt::format("{} contains invalid key: Syntax error; key: \"{}\"", parameter, key));
  }
}

std::vector<std::string> present_of(const Json& request, std::initializer_list<std::string_view> names) {
  std::vector<std::string> result;
  for (const std::string_view name : names) {
    if (is_present(request, name)) result.emplace_back(name);
  }
  return result;
}

template <class Rows>
void check_used(std::string_view parameter, const Rows& rows) {
  std::vector<std::string> unused;
  for (const auto& row : rows) {
    if (!row.used) unused.push_back(row.key);
  }
  if (unused.empty()) return;
  throw validation(
      fmt::format("Value provided in {} unused in expressions: keys: {{{}}}", parameter, base::join(unused, ", ")));
}

template <class Rows>
auto use(Rows& rows, std::string_view key) -> decltype(&rows.front().content) {
  for (auto& row : rows) {
    if (row.key != key) continue;
    row.used = true;
    return &row.content;
  }
  return nullptr;
}

}  // namespace placeholders_detail

using namespace placeholders_detail;

Placeholders::Placeholders(const Json& request) {
  if (is_present(request, "ExpressionAttributeNames")) {
    const Json& names = request.at("ExpressionAttributeNames");
    if (names.empty()) throw validation("ExpressionAttributeNames must not be empty");
    for (const auto& [key, name] : names.members()) {
      check_key("ExpressionAttributeNames", key, '#');
      names_.push_back({.key = key, .content = name.is_null() ? std::string() : name.as_string()});
    }
  }
  if (!is_present(request, "ExpressionAttributeValues")) return;
  const Json& values = request.at("ExpressionAttributeValues");
  if (values.empty()) throw validation("ExpressionAttributeValues must not be empty");
  for (const auto& [key, value] : values.members()) check_key("ExpressionAttributeValues", key, ':');
  for (const auto& [key, value] : values.members()) {
    try {
      values_.push_back({.key = key, .content = parse_value(value)});
    } catch (const Fault& fault) {
      throw validation(
          fmt::format("ExpressionAttributeValues contains invalid value: {} for key {}", fault.message, key));
    }
  }
}

const std::string* Placeholders::find_name(std::string_view key) { return use(names_, key); }
const AttributeValue* Placeholders::find_value(std::string_view key) { return use(values_, key); }

void Placeholders::check_all_used() const {
  check_used("ExpressionAttributeNames", names_);
  check_used("ExpressionAttributeValues", values_);
}

void check_expression_parameters(const Json& request, std::initializer_list<std::string_view> expressions,
                                 std::initializer_list<std::string_view> legacy) {
  const auto used = present_of(request, expressions);
  auto used_legacy = present_of(request, legacy);
  // KeyConditions may stand beside the other expressions of a Query.
  if (!is_present(request, "KeyConditionExpression")) std::erase(used_legacy, "KeyConditions");
  if (!used.empty() && !used_legacy.empty()) {
    throw validation(fmt::format(
        "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: "
        "{{{}}} Expression parameters: {{{}}}",
        base::join(used_legacy, ", "), base::join(used, ", ")));
  }
  if (is_present(request, "ExpressionAttributeNames") && used.empty()) {
    throw validation("ExpressionAttributeNames can only be specified when using expressions");
  }
  std::vector<std::string> taking_values;
  for (const std::string_view name : expressions) {
    if (name != "ProjectionExpression") taking_values.emplace_back(name);
  }
  if (taking_values.empty() || !is_present(request, "ExpressionAttributeValues")) return;
  if (std::ranges::none_of(taking_values, [&](const std::string& name) { return is_present(request, name); })) {
    throw validation(fmt::format("ExpressionAttributeValues can only be specified when using expressions: {} {} null",
                                 base::join(taking_values, " and "), taking_values.size() > 1 ? "are" : "is"));
  }
}

void refuse_legacy_parameters(const Json& request, std::initializer_list<std::string_view> legacy) {
  const auto used = present_of(request, legacy);
  if (used.empty()) return;
  throw not_supported(
      fmt::format("the legacy parameters {{{}}}: use expressions (KeyConditionExpression, FilterExpression, "
                  "ConditionExpression, UpdateExpression, ProjectionExpression)",
                  base::join(used, ", ")));
}

}  // namespace dynamodb
