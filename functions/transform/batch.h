#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/report.h"
#include "domain/rows.h"
#include "functions/transform/order_book.h"

namespace transform {

// One set of files, read a second time: its rows meet each other, and what earlier sets left.
//
// Rows must come products first, then orders, then items. Finds what needs more than one row to see: repeated ids,
// lines without an order, products that nobody knows, totals that are not the sum of their lines.
class Batch : public domain::RowSink {
 public:
  using RejectLine = std::function<void(domain::Kind, std::string_view line)>;

  // `files` are validate's reports on all files of the set; `reject_line` gets every rejected row of the valid ones as
  // a line of NDJSON, in the order of the rows.
  Batch(domain::IdProfile profile, const std::vector<domain::FileReport>& files, RejectLine reject_line,
        std::size_t text_budget = TextLists::kBudget);

  // The orders that earlier sets left under a date. Before the first order.
  void know_earlier(domain::Day day, domain::IdList orders) { earlier_.insert_or_assign(day, std::move(orders)); }

  // The rows that follow are of this file.
  void begin_file(domain::Kind kind, std::string key);
  void product(const domain::ProductRow& row, std::uint64_t line) override;
  void order(const domain::OrderRow& row, std::uint64_t line) override;
  void item(const domain::ItemRow& row, std::uint64_t line) override;
  void rejected(const domain::Rejection& rejection) override;

  // An order or a line of this id comes soon.
  void prefetch(domain::Id order) const { book_.prefetch(order); }

  // No more rows. After it:
  void close();
  const domain::ValidationReport& report() const { return report_; }
  bool failed() const { return report_.status == domain::BatchStatus::kFailed; }
  // Dates to which the set adds an order; none if it failed.
  std::vector<domain::Day> dates() const;
  domain::DateState state_of(domain::Day day) const { return book_.state_of(day, categories_); }

 private:
  void reject(std::uint64_t line, std::string_view column, std::string_view code, domain::Id id);

  domain::IdProfile profile_;
  RejectLine reject_line_;
  domain::Kind kind_ = domain::Kind::kProducts;
  std::string key_ = {};
  std::map<domain::Day, domain::IdList> earlier_ = {};

  Categories categories_ = {};
  domain::IdTable products_;
  std::vector<std::uint32_t> product_categories_ = {};  // by index in products_
  OrderBook book_;
  std::int64_t unknown_products_ = 0;
  domain::ValidationReport report_ = {};
};

}  // namespace transform
