#include "functions/validate/file_check.h"

#include <fmt/format.h>

namespace validate {

void FileCheck::order(const domain::OrderRow& row, std::uint64_t) {
  if (!dates_.empty() && row.day == last_date_) return;  // orders come more or less by date
  last_date_ = row.day;
  dates_.insert(row.day);
}

void FileCheck::rejected(const domain::Rejection& rejection) {
  domain::count(report_.rejected, rejection.code);
  reject_line_(domain::reject_line(report_.key, rejection));
}

domain::FileReport FileCheck::finish() {
  const domain::FileFacts facts = reader_.finish();
  report_.rows = facts.rows;
  report_.dates.assign(dates_.begin(), dates_.end());
  if (facts.failure) {
    report_.quarantine_reason = facts.failure;
  } else if (facts.rejected > limits_.rows && facts.rejected * 100 > facts.rows * limits_.share_percent) {
    report_.quarantine_reason = fmt::format("too_many_rejects:{}/{}", facts.rejected, facts.rows);
  } else if (facts.rows == 0) {
    report_.warnings["no_rows"] = 1;
  }
  return report_;
}

}  // namespace validate
