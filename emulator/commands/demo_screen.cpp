#include "emulator/commands/demo_screen.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "emulator/commands/text_table.h"

namespace emulator {
namespace demo_screen_detail {

using base::Json;

constexpr std::size_t kRows = 12;  // of a table; the rest is counted

std::string cell(const Json& value) { return value.is_string() ? value.as_string() : value.dump(); }

void table(const std::string& title, const Json& rows, const std::vector<std::string>& names) {
  std::printf("\n%s (%zu)\n", title.c_str(), rows.size());
  std::vector<TextColumn> columns;
  for (const std::string& name : names)
    columns.push_back({name, columns.empty() || name == "order_date" ? Align::kLeft : Align::kRight});
  std::vector<std::vector<std::string>> cells;
  for (std::size_t i = 0; i < rows.size() && i < kRows; ++i) {
    cells.emplace_back();
    for (const std::string& name : names) cells.back().push_back(cell(rows.at(i).at(name)));
  }
  for (const std::string& line : table_lines(columns, cells)) std::printf("%s\n", line.c_str());
  if (rows.size() > kRows) std::printf("  … %zu more\n", rows.size() - kRows);
}

void counts(const std::string& title, const Json& object) {
  for (const auto& [name, count] : object.members())
    std::printf("  %-12s %s: %s\n", title.c_str(), name.c_str(), cell(count).c_str());
}

void validation(const DemoSet& set, const Json& report) {
  std::printf("\nSet %s from %s: ", set.set_id.empty() ? "-" : set.set_id.substr(0, 8).c_str(), set.directory.c_str());
  if (report.is_null()) {
    std::printf("the same bytes were applied before; archived, nothing started\n");
    return;
  }
  std::printf("%s\n", report.at("status").as_string().c_str());
  for (const auto& [kind, rows] : report.at("rows").members())
    std::printf("  %-12s %s rows read\n", kind.c_str(), cell(rows).c_str());
  for (const auto& [kind, codes] : report.at("rejected").members()) {
    for (const auto& [code, count] : codes.members()) {
      std::printf("  rejected     %s %s: %s\n", kind.c_str(), code.c_str(), cell(count).c_str());
    }
  }
  counts("warning", report.at("warnings"));
  counts("quarantined", report.at("quarantined_files"));
}

}  // namespace demo_screen_detail

using namespace demo_screen_detail;

DemoScreen::DemoScreen(bool wanted) : wanted_(wanted), terminal_(wanted && isatty(STDERR_FILENO) == 1) {}

void DemoScreen::line(const std::string& text) const {
  if (terminal_) std::fprintf(stderr, "%s\n", text.c_str());
}

void DemoScreen::history(const Client& client, const std::string& execution_arn) {
  if (!terminal_) return;
  if (execution_ != execution_arn) {
    execution_ = execution_arn;
    seen_ = 0;
  }
  for (;;) {
    Json request = {{"executionArn", execution_arn}, {"maxResults", 1000}};
    if (seen_ > 0) request.set("nextToken", std::to_string(seen_ + 1));
    const Json page = client.call("AWSStepFunctions.GetExecutionHistory", request);
    for (const Json& event : page.at("events").elements()) {
      seen_ = event.at("id").as_int();
      const std::string type = event.at("type").as_string();
      if (const Json* entered = event.find("stateEnteredEventDetails")) {
        line("  → " + entered->at("name").as_string());
      } else if (type.ends_with("Failed") || type.ends_with("TimedOut")) {
        line("    " + type);
      } else if (type.starts_with("Execution")) {
        line("  " + type);
      }
    }
    if (!page.find("nextToken")) return;
  }
}

void DemoScreen::result(const std::vector<DemoSet>& sets, const DemoResult& result) const {
  if (!wanted_) return;
  for (std::size_t i = 0; i < sets.size(); ++i) validation(sets[i], result.validations[i]);
  table("OrderKPIs", result.order_kpis,
        {"order_date", "total_orders", "total_revenue", "total_items_sold", "return_rate", "unique_customers"});
  table("CategoryKPIs", result.category_kpis,
        {"category", "order_date", "daily_revenue", "avg_order_value", "avg_return_rate"});
  const std::string endpoint = "http://127.0.0.1:4566";
  std::printf(
      "\nTo look further, keep one running with `./feedmill up` and use the AWS CLI as you would on AWS:\n"
      "  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1\n"
      "  aws --endpoint-url %s s3 cp --recursive DIR s3://%s/\n"
      "  aws --endpoint-url %s stepfunctions list-executions --state-machine-arn "
      "arn:aws:states:us-east-1:000000000000:stateMachine:order-analytics\n"
      "  aws --endpoint-url %s dynamodb scan --table-name OrderKPIs\n"
      "  aws --endpoint-url %s logs tail /aws/ecs/transformation-task\n",
      endpoint.c_str(), kDataBucket, endpoint.c_str(), endpoint.c_str(), endpoint.c_str());
}

}  // namespace emulator
