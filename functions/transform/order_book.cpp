#include "functions/transform/order_book.h"

#include <algorithm>
#include <limits>

#include "base/check.h"

namespace transform {
namespace order_book_detail {

constexpr unsigned kInlineCategories = 4;
constexpr std::uint32_t kInlineMax = 0xFFFE;  // 1 + category fits 16 bits

}  // namespace order_book_detail

using namespace order_book_detail;

std::uint32_t Categories::number_of(std::string_view name) {
  const auto [found, is_new] = numbers_.emplace(name, static_cast<std::uint32_t>(names_.size()));
  if (is_new) names_.emplace_back(name);
  return found->second;
}

void OrderBook::reserve(std::size_t orders) {
  ids_.reserve(orders);
  orders_.reserve(orders);
}

std::uint32_t OrderBook::claim(domain::Id id) {
  const auto inserted = ids_.insert(id);
  if (!inserted.is_new) return kNone;
  orders_.emplace_back();
  return inserted.index;
}

std::uint32_t OrderBook::day_index(domain::Day day) {
  if (last_day_ != kNone && days_[last_day_].day == day) return last_day_;
  const auto [found, is_new] = day_indices_.emplace(day.number, static_cast<std::uint32_t>(days_.size()));
  if (is_new) days_.push_back({.day = day});
  last_day_ = found->second;
  return last_day_;
}

void OrderBook::accept(std::uint32_t order, const domain::OrderRow& row) {
  const std::uint32_t day = day_index(row.day);
  orders_[order] = {
      .user = row.user.number, .remaining = row.total.ten_thousandths, .day = day * 2 + (row.returned ? 1 : 0)};
  if (!has_numbers()) {
    order_texts_.append(day, row.order.text);
    user_texts_.append(day, row.user.text);
  }
  ++accepted_;
  ++days_[day].orders;
  if (row.returned) ++days_[day].returned;
}

std::uint32_t OrderBook::find(domain::Id id) const {
  const std::uint32_t index = ids_.find(id);
  return index == kNone || orders_[index].day == kNone ? kNone : index;
}

bool OrderBook::add_category(Order& order, std::uint32_t category) {
  if (category <= kInlineMax) {
    for (unsigned i = 0; i < kInlineCategories; ++i) {
      const std::uint64_t lane = order.first_categories >> (16 * i) & 0xFFFF;
      if (lane == category + 1) return false;
      if (lane == 0) {
        order.first_categories |= std::uint64_t{category + 1} << (16 * i);
        return true;
      }
    }
  }
  for (std::uint32_t i = order.more_categories; i != kNone; i = more_[i].next) {
    if (more_[i].category == category) return false;
  }
  CHECK(more_.size() < kNone);
  more_.push_back({.category = category, .next = order.more_categories});
  order.more_categories = static_cast<std::uint32_t>(more_.size() - 1);
  return true;
}

void OrderBook::subtract(std::uint32_t index, base::Int128 amount) {
  std::int64_t& remaining = orders_[index].remaining;
  const base::Int128 exact = remaining - amount;
  remaining = static_cast<std::int64_t>(exact);  // modulo 2^64
  if (remaining != exact) carries_[index] += (exact - remaining) >> 64;
}

void OrderBook::add_line(std::uint32_t order, std::uint32_t category, const domain::ItemRow& row) {
  const base::Int128 amount = base::Int128{row.quantity} * row.unit_price.ten_thousandths;
  Order& entry = orders_[order];
  subtract(order, amount);

  const std::uint32_t day = entry.day / 2;
  days_[day].revenue += amount;
  days_[day].items += row.quantity;

  const auto cell = cell_ids_.insert({.number = std::uint64_t{day} << 32 | category});
  if (cell.is_new) cells_.emplace_back();
  domain::CategoryState& sums = cells_[cell.index];
  sums.revenue += amount;
  if (add_category(entry, category)) {
    ++sums.orders;
    sums.returned += entry.day & 1;
  }
}

void OrderBook::close() {
  ids_.forget_lookup();
  more_ = std::vector<MoreCategories>();
  total_mismatches_ = count_mismatches();
  if (has_numbers()) sort_by_day();
  orders_ = std::vector<Order>();  // "= {}" would keep the memory
  carries_.clear();
}

void OrderBook::sort_by_day() {
  day_begins_.assign(days_.size() + 1, 0);
  for (std::size_t i = 0; i < days_.size(); ++i) {
    day_begins_[i + 1] = day_begins_[i] + static_cast<std::size_t>(days_[i].orders);
  }
  orders_by_day_.resize(static_cast<std::size_t>(accepted_));
  users_by_day_.resize(static_cast<std::size_t>(accepted_));
  std::vector<std::size_t> next = day_begins_;
  for (std::uint32_t i = 0; i < orders_.size(); ++i) {
    if (orders_[i].day == kNone) continue;
    const std::size_t at = next[orders_[i].day / 2]++;
    orders_by_day_[at] = i;
    users_by_day_[at] = orders_[i].user;
  }
}

std::int64_t OrderBook::count_mismatches() const {
  std::int64_t count = 0;
  for (std::uint32_t i = 0; i < orders_.size(); ++i) {
    if (orders_[i].day == kNone) continue;
    const auto carry = carries_.empty() ? carries_.end() : carries_.find(i);
    if (orders_[i].remaining != 0 || (carry != carries_.end() && carry->second != 0)) ++count;
  }
  return count;
}

std::vector<domain::Day> OrderBook::dates() const {
  std::vector<domain::Day> dates;
  for (const DaySums& day : days_) dates.push_back(day.day);
  std::sort(dates.begin(), dates.end());
  return dates;
}

domain::DateState OrderBook::state_of(domain::Day day, const Categories& categories) const {
  const std::uint32_t index = day_indices_.at(day.number);
  const DaySums& sums = days_[index];
  domain::DateState state{.day = day, .revenue = sums.revenue, .items = sums.items, .returned = sums.returned};

  for (std::uint32_t i = 0; i < cells_.size(); ++i) {
    const std::uint64_t cell = cell_ids_.number_at(i);
    if (cell >> 32 == index) state.categories[categories.name_of(static_cast<std::uint32_t>(cell))] = cells_[i];
  }

  if (!has_numbers()) {
    state.orders = domain::IdList::of_texts(order_texts_.get(index).views);
    state.users = domain::IdList::of_texts(user_texts_.get(index).views);
    return state;
  }
  const std::size_t begin = day_begins_[index], count = day_begins_[index + 1] - begin;
  const auto orders = std::span(orders_by_day_).subspan(begin, count);
  const auto users = std::span(users_by_day_).subspan(begin, count);
  std::vector<std::uint64_t> numbers(count);
  std::ranges::transform(orders, numbers.begin(), [&](std::uint32_t order) { return ids_.number_at(order); });
  state.orders = domain::IdList::of_numbers(std::move(numbers));
  state.users = domain::IdList::of_numbers({users.begin(), users.end()});
  return state;
}

}  // namespace transform
