#include "emulator/commands/demo_vendor_screen.h"

#include <fmt/format.h>

#include <cstdio>
#include <span>

#include "emulator/commands/text_table.h"

namespace emulator {
namespace demo_vendor_screen_detail {

using base::Json;
using Rows = std::vector<std::vector<std::string>>;

template <class... Arguments>
void say(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  std::printf("%s\n", fmt::format(format, std::forward<Arguments>(arguments)...).c_str());
}

std::vector<std::string> lines_of(const std::vector<TextColumn>& columns, const Rows& rows) {
  constexpr std::size_t kWidest = 70;
  auto lines = table_lines(columns, rows, kWidest);
  for (std::string& line : lines) line.erase(line.find_last_not_of(' ') + 1);
  return lines;
}

void print(const std::vector<TextColumn>& columns, const Rows& rows) {
  for (const std::string& line : lines_of(columns, rows)) say("{}", line);
}

std::string or_nothing(const std::string& text) { return text.empty() ? "–" : text; }

void print_sent(const VendorDemo& demo) {
  say("A morning in virtual time: {} vendors sent {} events, each two or three times, in any order: {} requests (seed "
      "{}).",
      story_vendors().size(), demo.events.size(), demo.deliveries.size(), demo.seed);
  const auto answer = [](const Delivery& delivery) {
    return fmt::format("{} {}", delivery.status, delivery.body.text("title"));
  };
  const Json* errors = demo.refusal.body.find("errors");
  say("\nRefused");
  print({{"vendor"}, {"sent"}, {"answer"}},
        {{demo.events[demo.conflict.event].vendor->name, "other bytes under a known id", answer(demo.conflict)},
         {demo.events[demo.refusal.event].vendor->name, "an error page in place of JSON", answer(demo.refusal)}});
  for (const Json& error : errors ? errors->elements() : std::span<const Json>())
    say("    {} {}", error.text("field"), error.text("detail"));
}

void print_subjects(const VendorDemo& demo) {
  say("\nAccepted, and what it leads to whatever the order of arrival (1 happened first)");
  Rows rows;
  for (const StorySubject& subject : story_subjects()) {
    std::string arrived;
    for (const int step : demo.arrival_of(subject)) arrived += (arrived.empty() ? "" : " ") + std::to_string(step);
    const std::string state = demo.before.state_of(subject.entity);
    rows.push_back({subject.vendor, subject.name, arrived, state.empty() ? "– set aside" : state});
  }
  print({{"vendor"}, {"of"}, {"arrived"}, {"state"}}, rows);
}

void print_violations(const VendorDemo& demo) {
  say("\nSet aside with what its contract has against it");
  Rows rows;
  for (std::size_t i = 0; i < demo.events.size(); ++i) {
    for (const Json& violation : violations_of(demo.before.events[i])) {
      rows.push_back({demo.events[i].vendor->name, demo.events[i].id,
                      fmt::format("{}@{}", demo.events[i].contract, demo.before.events[i].contract_version()),
                      violation.text("path"), violation.text("rule"), violation.text("value")});
    }
  }
  print({{"vendor"}, {"event"}, {"contract"}, {"path"}, {"rule"}, {"value"}}, rows);
}

void print_upgrade(const VendorDemo& demo) {
  const StoryUpgrade& story = story_upgrade();
  say("\n{}@{} is deployed: it {}", story.contract, story.to, fmt::join(story.news, " and "));
  say("  Only the code of normalize was replaced; ingest went on, and was sent all {} events once more.",
      demo.once_more.size());
  say("  A backfill of {}'s day sent its {} events out again:", story.vendor, demo.backfill.at("emitted").dump());
  Rows rows;
  for (const StorySubject& subject : story_subjects()) {
    const std::string before = demo.before.state_of(subject.entity), after = demo.after.state_of(subject.entity);
    if (before != after) rows.push_back({"  " + subject.name, or_nothing(before), "→ " + after});
  }
  print({{"  of"}, {"before"}, {"after"}}, rows);
  std::size_t changed = 0;
  for (std::size_t i = 0; i < demo.events.size(); ++i) changed += demo.is_changed(i);
  say("  The other {} events' standard form and all other states are what they were, byte for byte.",
      demo.events.size() - changed);
}

std::vector<std::string> to_row(const std::string& vendor, const std::string& system, const VendorCounts& counts) {
  std::vector<std::string> row = {vendor, system};
  for (const std::int64_t number :
       {std::int64_t{counts.requests}, std::int64_t{counts.accepted}, std::int64_t{counts.again},
        std::int64_t{counts.refused}, std::int64_t{counts.before.set_aside}, counts.before.records,
        std::int64_t{counts.after.set_aside}, counts.after.records, std::int64_t{counts.changed}})
    row.push_back(std::to_string(number));
  return row;
}

void print_counts(const VendorDemo& demo) {
  Rows rows;
  VendorCounts total;
  for (const StoryVendor& vendor : story_vendors()) {
    const VendorCounts counts = count(demo, vendor);
    rows.push_back(to_row(vendor.name, vendor.system, counts));
    total += counts;
  }
  rows.push_back(to_row("all", "", total));
  std::vector<TextColumn> columns = {{"vendor"}, {"system"}};
  for (const char* title :
       {"requests", "accepted", "again", "refused", "set aside", "records", "set aside", "records", "changed"})
    columns.push_back({title, Align::kRight});
  const auto lines = lines_of(columns, rows);
  const std::string title = "What happened";
  const std::size_t after = lines.front().rfind("set aside");
  say("\n{}{}after the backfill", title, std::string(after - title.size(), ' '));
  for (const std::string& line : lines) say("{}", line);
}

void print_further(const VendorDemo& demo, const std::string& endpoint, bool stays) {
  if (stays) {
    say("\nIt stays until Ctrl-C. To look further:");
  } else {
    say("\nTo look further, let it stay: ./feedmill demo vendor --seed {} --stay --port 4566", demo.seed);
  }
  const std::string url = stays ? endpoint : "http://127.0.0.1:4566";
  say("  curl '{}{}/v1/vendors/muehle-nord/events?limit=3'", url, demo.api);
  say("  curl {}{}/v1/vendors/oats-and-more/events/31052", url, demo.api);
  say("  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1");
  say("  aws --endpoint-url {} s3 ls --recursive s3://vendor-events-bucket/", url);
  say("  aws --endpoint-url {} dynamodb scan --table-name VendorState", url);
}

}  // namespace demo_vendor_screen_detail

using namespace demo_vendor_screen_detail;

void print_story(const VendorDemo& demo, const std::string& endpoint, bool stays) {
  print_sent(demo);
  print_subjects(demo);
  print_violations(demo);
  print_upgrade(demo);
  print_counts(demo);
  const auto complaints = demo.complaints();
  say("\n{}",
      complaints.empty() ? "All of it is as it must be: answers, bytes, violations, states." : "NOT as it must be:");
  for (const std::string& complaint : complaints) say("  {}", complaint);
  print_further(demo, endpoint, stays);
}

}  // namespace emulator
