#include "domain/report.h"

#include <algorithm>

namespace domain {
namespace report_detail {

using base::Json;

constexpr std::size_t kValueCharacters = 200;

Json counts_json(const Counts& counts) {
  Json json = Json::object();
  for (const auto& [code, count] : counts) json.set(code, count);
  return json;
}

Counts parse_counts(const Json& json) {
  Counts counts;
  for (const auto& [code, count] : json.members()) counts[code] = count.as_int();
  return counts;
}

}  // namespace report_detail

using namespace report_detail;

std::string_view name_of(BatchStatus status) {
  switch (status) {
    case BatchStatus::kSucceeded:
      return "SUCCEEDED";
    case BatchStatus::kPartial:
      return "PARTIAL";
    case BatchStatus::kFailed:
      return "FAILED";
  }
  return "";
}

BatchStatus status_of(const std::vector<FileReport>& files) {
  const auto is_valid = [](const FileReport& file) { return !file.quarantine_reason; };
  for (const Kind kind : kKinds) {
    const auto serves = [&](const FileReport& file) { return file.kind == kind && is_valid(file); };
    if (std::none_of(files.begin(), files.end(), serves)) return BatchStatus::kFailed;
  }
  return std::all_of(files.begin(), files.end(), is_valid) ? BatchStatus::kSucceeded : BatchStatus::kPartial;
}

base::Json to_json(const FileReport& report) {
  Json json{{"kind", name_of(report.kind)},
            {"key", report.key},
            {"rows", report.rows},
            {"status", report.quarantine_reason ? "quarantined" : "valid"}};
  if (report.quarantine_reason) json.set("reason", *report.quarantine_reason);
  json.set("rejected", counts_json(report.rejected));
  json.set("warnings", counts_json(report.warnings));
  if (report.rejects_key) json.set("rejects", *report.rejects_key);
  if (report.kind == Kind::kOrders) {
    Json dates = Json::array();
    for (const Day day : report.dates) dates.push_back(format_day(day));
    json.set("dates", dates);
  }
  return json;
}

FileReport parse_file_report(const base::Json& json) {
  const auto kind = find_kind(json.at("kind").as_string());
  if (!kind) throw base::JsonError("kind of file '" + json.at("kind").as_string() + "' is not known");
  FileReport report{.kind = *kind,
                    .key = json.at("key").as_string(),
                    .rows = json.at("rows").as_int(),
                    .rejected = parse_counts(json.at("rejected")),
                    .warnings = parse_counts(json.at("warnings"))};
  if (json.at("status").as_string() != "valid") report.quarantine_reason = json.at("reason").as_string();
  if (const Json* rejects = json.find("rejects")) report.rejects_key = rejects->as_string();
  if (const Json* dates = json.find("dates")) {
    for (const Json& date : dates->elements()) {
      const auto day = parse_day(date.as_string());
      if (!day) throw base::JsonError("'" + date.as_string() + "' is no date");
      report.dates.push_back(*day);
    }
  }
  return report;
}

base::Json to_json(const ValidationReport& report) {
  Json rows = Json::object(), rejected = Json::object(), totals = Json::object(), quarantined = Json::object();
  for (const auto& [kind, count] : report.rows) rows.set(name_of(kind), count);
  for (const auto& [kind, counts] : report.rejected) {
    rejected.set(name_of(kind), counts_json(counts));
    std::int64_t total = 0;
    for (const auto& [code, count] : counts) total += count;
    totals.set(name_of(kind), total);
  }
  for (const auto& [key, reason] : report.quarantined_files) quarantined.set(key, reason);
  return {{"status", name_of(report.status)},
          {"rows", rows},
          {"valid_orders", report.valid_orders},
          {"valid_products", report.valid_products},
          {"rejected", rejected},
          {"rejected_total", totals},
          {"warnings", counts_json(report.warnings)},
          {"quarantined_files", quarantined}};
}

void count(Counts& counts, std::string_view code) {
  const auto found = counts.find(code);
  if (found != counts.end()) {
    ++found->second;
  } else {
    counts.emplace(code, 1);
  }
}

std::string_view reported_value(std::string_view value) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool begins_character = (static_cast<unsigned char>(value[i]) & 0xC0) != 0x80;
    if (begins_character && ++characters > kValueCharacters) return value.substr(0, i);
  }
  return value;
}

std::string reject_line(std::string_view key, const Rejection& rejection) {
  // Written straight away: there may be millions of them.
  std::string line = "{\"key\":";
  line += base::quote_json(key);
  line += ",\"line\":";
  line += std::to_string(rejection.line);
  line += ",\"column\":";
  line += rejection.column.empty() ? "null" : base::quote_json(rejection.column);
  line += ",\"code\":";
  line += base::quote_json(rejection.code);
  line += ",\"value\":";
  line += base::quote_json(reported_value(rejection.value));
  line += "}\n";
  return line;
}

}  // namespace domain
