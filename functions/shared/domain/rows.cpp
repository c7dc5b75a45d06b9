#include "domain/rows.h"

#include <algorithm>

#include "base/text.h"

namespace domain {
namespace rows_detail {

constexpr std::size_t kMaxCategoryBytes = 256;
constexpr std::size_t kMaxQuantityDigits = 9;
constexpr std::string_view kReturned = "returned";
constexpr std::string_view kStatuses[] = {"completed", "shipped",   "delivered", kReturned,
                                          "pending",   "cancelled", "processing"};

// `-?[0-9]{1,9}`
std::optional<std::int64_t> parse_quantity(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kMaxQuantityDigits) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

}  // namespace rows_detail

using namespace rows_detail;

void RowReader::reject(std::string_view code) {
  const std::string_view column = columns_of(kind_)[column_ - 1];
  code_.assign(code).append(":").append(column);
  rejection_ = {.line = record_->line, .column = column, .code = code_, .value = value_};
  rejected_ = true;
}

std::string_view RowReader::next_value() {
  if (rejected_) return {};
  value_ = field_value(record_->raw_field(header_.positions[column_]), scratch_[column_]);
  ++column_;
  if (value_.empty()) reject("missing");
  return value_;
}

Id RowReader::next_id() {
  const std::string_view value = next_value();
  if (rejected_) return {};
  const auto id = parse_id(profile_, value);
  if (!id) reject("bad_id");
  return id.value_or(Id{});
}

Day RowReader::next_day() {
  const std::string_view value = next_value();
  if (rejected_) return {};
  const auto day = parse_day(value);
  if (!day) reject("bad_date");
  return day.value_or(Day{});
}

Money RowReader::next_money() {
  const std::string_view value = next_value();
  if (rejected_) return {};
  const auto money = parse_money(value);
  if (!money) {
    reject("bad_decimal");
  } else if (money->ten_thousandths < 0) {
    reject("negative");
  }
  return money.value_or(Money{});
}

std::int64_t RowReader::next_quantity() {
  const std::string_view value = next_value();
  if (rejected_) return 0;
  const auto quantity = parse_quantity(value);
  if (!quantity) {
    reject("bad_int");
  } else if (*quantity < 0) {
    reject("negative");
  }
  return quantity.value_or(0);
}

bool RowReader::next_status_is_returned() {
  const std::string_view value = next_value();
  if (rejected_) return false;
  const auto is = [&](std::string_view status) { return base::equals_ignore_case(value, status); };
  if (std::none_of(std::begin(kStatuses), std::end(kStatuses), is)) reject("bad_enum");
  return is(kReturned);
}

std::string_view RowReader::next_text(std::size_t max_bytes) {
  const std::string_view value = next_value();
  if (!rejected_ && value.size() > max_bytes) reject("bad_text");
  return value;
}

bool RowReader::read(const CsvRecord& record, RowSink& sink) {
  record_ = &record;
  column_ = 0;
  rejected_ = false;
  const auto whole = [&](std::string_view code) {
    sink.rejected({.line = record.line, .code = code, .value = record.bytes});
    return false;
  };
  if (!is_well_formed(record)) return whole("malformed_quote");
  if (record.field_count() != header_.field_count) return whole("field_count");

  // The order of the calls is the order of the tests: designated initialisers run in the order they are written in.
  switch (kind_) {
    case Kind::kProducts: {
      const ProductRow row{.product = next_id(), .category = next_text(kMaxCategoryBytes)};
      next_text(std::string_view::npos);  // its name
      next_money();                       // its price; an item has the one it was sold for
      if (!rejected_) sink.product(row, record.line);
      break;
    }
    case Kind::kOrders: {
      const OrderRow row{.order = next_id(),
                         .user = next_id(),
                         .day = next_day(),
                         .total = next_money(),
                         .returned = next_status_is_returned()};
      if (!rejected_) sink.order(row, record.line);
      break;
    }
    case Kind::kOrderItems: {
      const ItemRow row{
          .order = next_id(), .product = next_id(), .quantity = next_quantity(), .unit_price = next_money()};
      if (!rejected_) sink.item(row, record.line);
      break;
    }
  }
  if (rejected_) sink.rejected(rejection_);
  return !rejected_;
}

}  // namespace domain
