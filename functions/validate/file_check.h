#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "domain/file_reader.h"
#include "domain/report.h"

namespace validate {

// How many rows of a file may be rejected before the file as a whole is not to be trusted: more than both is too many.
struct RejectLimits {
  std::int64_t rows = 20;
  std::int64_t share_percent = 5;
};

// Checks one file that comes piece by piece; row-local tests only, for it sees no other file.
class FileCheck : private domain::RowSink {
 public:
  // `reject_line` gets each rejected row as a line of NDJSON.
  FileCheck(domain::Kind kind, std::string key, domain::IdProfile ids, RejectLimits limits,
            std::function<void(std::string_view)> reject_line)
      : limits_(limits),
        reject_line_(std::move(reject_line)),
        report_{.kind = kind, .key = std::move(key)},
        reader_(kind, ids, *this) {}

  void feed(std::string_view bytes) { reader_.feed(bytes); }
  // The report, but for where the rejected rows are put.
  domain::FileReport finish();

 private:
  void order(const domain::OrderRow& row, std::uint64_t line) override;
  void rejected(const domain::Rejection& rejection) override;

  RejectLimits limits_;
  std::function<void(std::string_view)> reject_line_;
  domain::FileReport report_;
  std::set<domain::Day> dates_ = {};
  domain::Day last_date_ = {};
  domain::FileReader reader_;
};

}  // namespace validate
