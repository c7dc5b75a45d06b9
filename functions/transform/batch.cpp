#include "functions/transform/batch.h"

namespace transform {
namespace batch_detail {

constexpr std::string_view kUnknownCategory = "UNKNOWN";

}  // namespace batch_detail

using namespace batch_detail;
using domain::Kind;

Batch::Batch(domain::IdProfile profile, const std::vector<domain::FileReport>& files, RejectLine reject_line,
             std::size_t text_budget)
    : profile_(profile), reject_line_(std::move(reject_line)), products_(profile), book_(profile, text_budget) {
  report_.status = domain::status_of(files);
  for (const domain::FileReport& file : files) {
    if (file.quarantine_reason) {
      report_.quarantined_files[file.key] = *file.quarantine_reason;
      continue;
    }
    report_.rows[file.kind] += file.rows;
    for (const auto& [code, count] : file.warnings) report_.warnings[code] += count;
  }
  if (const auto orders = report_.rows.find(Kind::kOrders); orders != report_.rows.end()) {
    book_.reserve(static_cast<std::size_t>(orders->second));
  }
}

void Batch::begin_file(Kind kind, std::string key) {
  kind_ = kind;
  key_ = std::move(key);
}

void Batch::rejected(const domain::Rejection& rejection) {
  domain::count(report_.rejected[kind_], rejection.code);
  reject_line_(kind_, domain::reject_line(key_, rejection));
}

void Batch::reject(std::uint64_t line, std::string_view column, std::string_view code, domain::Id id) {
  rejected({.line = line, .column = column, .code = code, .value = to_text(profile_, id)});
}

void Batch::product(const domain::ProductRow& row, std::uint64_t line) {
  if (!products_.insert(row.product).is_new) return reject(line, "product_id", "duplicate:product_id", row.product);
  product_categories_.push_back(categories_.number_of(row.category));
  ++report_.valid_products;
}

void Batch::order(const domain::OrderRow& row, std::uint64_t line) {
  // The first valid row claims its id in this set even if it is a duplicate of an earlier one's.
  const std::uint32_t order = book_.claim(row.order);
  const auto earlier = earlier_.empty() ? earlier_.end() : earlier_.find(row.day);
  if (order == OrderBook::kNone || (earlier != earlier_.end() && earlier->second.contains(row.order))) {
    return reject(line, "order_id", "duplicate:order_id", row.order);
  }
  book_.accept(order, row);
  ++report_.valid_orders;
}

void Batch::item(const domain::ItemRow& row, std::uint64_t line) {
  const std::uint32_t order = book_.find(row.order);
  if (order == OrderBook::kNone) {
    // Where a whole kind of file is missing, orphans say nothing.
    if (!failed()) reject(line, "order_id", "orphan:order_id", row.order);
    return;
  }
  const std::uint32_t product = products_.find(row.product);
  if (product == domain::IdTable::kNone) ++unknown_products_;
  const std::uint32_t category =
      product == domain::IdTable::kNone ? categories_.number_of(kUnknownCategory) : product_categories_[product];
  book_.add_line(order, category, row);
}

void Batch::close() {
  book_.close();
  if (failed()) {
    report_.warnings.clear();
    return;
  }
  if (unknown_products_ > 0) report_.warnings["unknown_product"] = unknown_products_;
  if (book_.total_mismatches() > 0) report_.warnings["total_amount_mismatch"] = book_.total_mismatches();
}

std::vector<domain::Day> Batch::dates() const { return failed() ? std::vector<domain::Day>{} : book_.dates(); }

}  // namespace transform
