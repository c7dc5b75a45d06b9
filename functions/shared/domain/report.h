#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "domain/rows.h"
#include "domain/schema.h"

// What was wrong with a set, for people and for programs. (order-analytics.md §9)

namespace domain {

using Counts = std::map<std::string, std::int64_t, std::less<>>;  // by code

// One more of that code.
void count(Counts& counts, std::string_view code);

enum class BatchStatus { kSucceeded, kPartial, kFailed };
std::string_view name_of(BatchStatus status);  // "SUCCEEDED", "PARTIAL", "FAILED"

// What validate found in one file; its JSON is what transform reads.
struct FileReport {
  Kind kind = Kind::kProducts;
  std::string key = {};
  std::int64_t rows = 0;
  std::optional<std::string> quarantine_reason = {};  // nothing: the file is valid
  Counts rejected = {};
  Counts warnings = {};
  std::optional<std::string> rejects_key = {};  // where the rejected rows are listed
  std::vector<Day> dates = {};                  // of the orders, ascending

  // The file could be read to its end, so what is said of its rows holds.
  bool rows_were_judged() const { return !quarantine_reason || quarantine_reason->starts_with("too_many_rejects"); }
};
base::Json to_json(const FileReport& report);
FileReport parse_file_report(const base::Json& json);  // throws base::JsonError

// validation.json
struct ValidationReport {
  BatchStatus status = BatchStatus::kSucceeded;
  std::map<Kind, std::int64_t> rows = {};  // kinds with a valid file
  std::int64_t valid_orders = 0;
  std::int64_t valid_products = 0;
  std::map<Kind, Counts> rejected = {};  // kinds with rejects
  Counts warnings = {};
  std::map<std::string, std::string> quarantined_files = {};  // reason by key
};
base::Json to_json(const ValidationReport& report);

// FAILED if a kind has no valid file, PARTIAL if any file is in quarantine.
BatchStatus status_of(const std::vector<FileReport>& files);

// As much of a value as a report shows: its first 200 characters.
std::string_view reported_value(std::string_view value);

// One line of rejects/<kind>.ndjson, with its line feed.
std::string reject_line(std::string_view key, const Rejection& rejection);

}  // namespace domain
