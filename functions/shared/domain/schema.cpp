#include "domain/schema.h"

#include <algorithm>
#include <stdexcept>

#include "base/text.h"

namespace domain {
namespace schema_detail {

constexpr std::string_view kProductColumns[] = {"product_id", "category", "name", "price"};
constexpr std::string_view kOrderColumns[] = {"order_id", "user_id", "order_date", "total_amount", "status"};
constexpr std::string_view kItemColumns[] = {"order_id", "product_id", "quantity", "unit_price"};

}  // namespace schema_detail

using namespace schema_detail;

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::kProducts:
      return "products";
    case Kind::kOrders:
      return "orders";
    case Kind::kOrderItems:
      return "order_items";
  }
  return "";
}

std::optional<Kind> find_kind(std::string_view name) {
  for (const Kind kind : kKinds) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

Kind get_kind(std::string_view name) {
  if (const auto kind = find_kind(name)) return *kind;
  throw std::invalid_argument("there is no kind of file \"" + std::string(name) + "\"");
}

std::span<const std::string_view> columns_of(Kind kind) {
  switch (kind) {
    case Kind::kProducts:
      return kProductColumns;
    case Kind::kOrders:
      return kOrderColumns;
    case Kind::kOrderItems:
      return kItemColumns;
  }
  return {};
}

Header match_header(Kind kind, const std::vector<std::string>& fields) {
  const auto columns = columns_of(kind);
  Header header{.field_count = fields.size()};
  std::vector<std::string> missing;
  bool repeated = false;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto found = std::find(fields.begin(), fields.end(), columns[i]);
    header.positions[i] = static_cast<std::size_t>(found - fields.begin());
    if (found == fields.end()) {
      missing.emplace_back(columns[i]);
    } else {
      repeated = repeated || std::find(found + 1, fields.end(), columns[i]) != fields.end();
    }
  }
  if (!missing.empty()) {
    header.failure = "missing_columns:" + base::join(missing, ",");
  } else if (repeated) {
    header.failure = "duplicate_columns";
  }
  return header;
}

}  // namespace domain
