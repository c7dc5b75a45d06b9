#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The three kinds of file in an order export, and the columns each must have. (order-analytics.md §2)

namespace domain {

enum class Kind { kProducts, kOrders, kOrderItems };

inline constexpr std::array<Kind, 3> kKinds = {Kind::kProducts, Kind::kOrders, Kind::kOrderItems};

std::string_view name_of(Kind kind);  // "products", "orders", "order_items": also the folders they are put in
std::optional<Kind> find_kind(std::string_view name);
Kind get_kind(std::string_view name);  // throws std::invalid_argument

// In the order in which rows are tested.
std::span<const std::string_view> columns_of(Kind kind);

// Where the columns of a kind stand in one file: `fields` are the header's, in the file's order.
struct Header {
  std::array<std::size_t, 5> positions = {};  // of columns_of(kind)[i]
  std::size_t field_count = 0;
  std::optional<std::string> failure = {};  // "missing_columns:status,…" | "duplicate_columns"
};
Header match_header(Kind kind, const std::vector<std::string>& fields);

}  // namespace domain
