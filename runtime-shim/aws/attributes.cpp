#include "aws/attributes.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "base/text.h"

namespace aws::attribute {
namespace attribute_detail {

const base::Json* find_typed(const base::Json& item, std::string_view name, std::string_view type) {
  const base::Json* value = item.find(name);
  return value ? value->find(type) : nullptr;
}

[[noreturn]] void damaged(std::string_view name, std::string_view wanted) {
  throw base::Failure("DamagedItem", fmt::format("the item's attribute \"{}\" is missing or is no {}", name, wanted));
}

}  // namespace attribute_detail

using namespace attribute_detail;

base::Json s(std::string_view text) { return {{"S", text}}; }
base::Json n(std::int64_t number) { return {{"N", std::to_string(number)}}; }
base::Json n(std::string_view decimal) { return {{"N", decimal}}; }
base::Json m(base::Json members) { return {{"M", std::move(members)}}; }

std::optional<std::string> find_s(const base::Json& item, std::string_view name) {
  const base::Json* value = find_typed(item, name, "S");
  if (!value || !value->is_string()) return std::nullopt;
  return value->as_string();
}

std::optional<std::string> find_decimal(const base::Json& item, std::string_view name) {
  const base::Json* value = find_typed(item, name, "N");
  if (!value || !value->is_string()) return std::nullopt;
  return value->as_string();
}

std::optional<std::int64_t> find_n(const base::Json& item, std::string_view name) {
  const auto digits = find_decimal(item, name);
  return digits ? base::parse_int(*digits) : std::nullopt;
}

const base::Json* find_m(const base::Json& item, std::string_view name) { return find_typed(item, name, "M"); }

std::string get_s(const base::Json& item, std::string_view name) {
  if (auto text = find_s(item, name)) return std::move(*text);
  damaged(name, "text");
}

std::int64_t get_n(const base::Json& item, std::string_view name) {
  if (const auto number = find_n(item, name)) return *number;
  damaged(name, "integer");
}

std::string get_decimal(const base::Json& item, std::string_view name) {
  if (auto digits = find_decimal(item, name)) return std::move(*digits);
  damaged(name, "number");
}

}  // namespace aws::attribute
