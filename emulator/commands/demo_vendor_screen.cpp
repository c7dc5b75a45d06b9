#include "emulator/commands/demo_vendor_screen.h"

#include <fmt/format.h>

#include <cstdio>

#include "emulator/commands/text_table.h"

namespace emulator {
namespace demo_vendor_screen_detail {

using base::Json;
using Rows = std::vector<std::vector<std::string>>;

template <class... Arguments>
void say(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  std::printf("%s\n", fmt::format(format, std::forward<Arguments>(arguments)...).c_str());
}

void print(const std::vector<TextColumn>& columns, const Rows& rows) {
  constexpr std::size_t kWidest = 60;
  for (std::string line : table_lines(columns, rows, kWidest)) {
    line.erase(line.find_last_not_of(' ') + 1);
    say("{}", line);
  }
}

std::string or_nothing(const std::string& text) { return text.empty() ? "–" : text; }

void print_sent(const VendorDemo& demo) {
  say("{} vendors send {} events, each two or three times, shuffled (seed {}): {} requests.", story_vendors().size(),
      demo.events.size(), demo.seed, demo.deliveries.size());
  const auto print_refused = [&](const Delivery& delivery, const char* what) {
    std::string detail = delivery.body.text("detail");
    if (const Json* errors = delivery.body.find("errors")) {
      for (const auto& [field, complaint] : errors->members()) detail += fmt::format("{}: {}", field, complaint.dump());
    }
    say("  {:<14} {}", demo.events[delivery.event].vendor->name, what);
    say("  {:<14} {} {}", "", delivery.status, delivery.body.text("title"));
    if (!detail.empty()) say("  {:<14} {}", "", detail);
  };
  say("Two that are not accepted:");
  print_refused(demo.conflict, "other bytes under an id that it has used");
  print_refused(demo.refusal, "an error page in place of JSON");
}

void print_counts(const VendorDemo& demo) {
  say("\nWhat happened                  ── requests ──────────────────   ── events ────────────────   ── after the "
      "backfill ───");
  Rows rows;
  for (const StoryVendor& vendor : story_vendors()) {
    const VendorCounts counts = count(demo, vendor);
    rows.push_back({vendor.name, vendor.system, std::to_string(counts.requests), std::to_string(counts.accepted),
                    std::to_string(counts.again), std::to_string(counts.refused),
                    std::to_string(counts.before.normalized), std::to_string(counts.before.set_aside),
                    std::to_string(counts.before.records), std::to_string(counts.after.normalized),
                    std::to_string(counts.after.set_aside), std::to_string(counts.after.records),
                    std::to_string(counts.changed)});
  }
  constexpr Align kRight = Align::kRight;
  print({{"vendor"},
         {"system"},
         {"sent", kRight},
         {"accepted", kRight},
         {"again", kRight},
         {"refused", kRight},
         {"normalized", kRight},
         {"set aside", kRight},
         {"records", kRight},
         {"normalized", kRight},
         {"set aside", kRight},
         {"records", kRight},
         {"changed", kRight}},
        rows);
}

void print_subjects(const VendorDemo& demo) {
  say("\nThe state that they lead to, whatever the order (1 is what happened first)");
  Rows rows;
  for (const StorySubject& subject : story_subjects()) {
    std::string arrived;
    for (const int step : demo.arrival_of(subject)) arrived += (arrived.empty() ? "" : " ") + std::to_string(step);
    rows.push_back({subject.vendor, subject.name, arrived, or_nothing(demo.before.state_of(subject.entity))});
  }
  print({{"vendor"}, {"of"}, {"arrived"}, {"state"}}, rows);
}

void print_violations(const VendorDemo& demo) {
  say("\nSet aside, its bytes kept");
  Rows rows;
  for (std::size_t i = 0; i < demo.events.size(); ++i) {
    for (const Json& violation : violations_of(demo.before.events[i])) {
      const Json* value = violation.find("value");
      rows.push_back({demo.events[i].vendor->name, demo.events[i].id,
                      fmt::format("{}@{}", demo.events[i].contract, demo.before.events[i].contract_version()),
                      violation.text("path"), violation.text("rule"), value ? value->dump() : "–"});
    }
  }
  print({{"vendor"}, {"event"}, {"contract"}, {"path"}, {"rule"}, {"value"}}, rows);
}

void print_upgrade(const VendorDemo& demo) {
  const StoryUpgrade& story = story_upgrade();
  say("\n{}@{}: {}", story.contract, story.to, fmt::format("{}", fmt::join(story.news, ", ")));
  say("  normalize is deployed with it; meanwhile ingest, which is not, answered all {} events once more.",
      demo.meanwhile.size());
  say("  A backfill of {}'s day has sent {} events out again:", story.vendor, demo.backfill.at("emitted").dump());
  Rows rows;
  for (const StorySubject& subject : story_subjects()) {
    const std::string before = demo.before.state_of(subject.entity), after = demo.after.state_of(subject.entity);
    if (before != after) rows.push_back({"  " + subject.name, or_nothing(before), "→ " + after});
  }
  print({{"  of"}, {"before"}, {"after"}}, rows);
  std::size_t changed = 0;
  for (std::size_t i = 0; i < demo.events.size(); ++i) changed += demo.is_changed(i);
  say("  The standard forms of the other {} events, and all other states, are what they were, byte for byte.",
      demo.events.size() - changed);
}

void print_further(const VendorDemo& demo, const std::string& endpoint, const std::string& api, bool stays) {
  if (stays) {
    say("\nIt stays until Ctrl-C. To look further:");
  } else {
    say("\nTo look further, let it stay: ./feedmill demo vendor --seed {} --stay --port 4566", demo.seed);
  }
  const std::string url = (stays ? endpoint : "http://127.0.0.1:4566");
  say("  curl '{}{}/v1/vendors/muehle-nord/events?limit=3'", url, api);
  say("  curl {}{}/v1/vendors/oats-and-more/events/31052", url, api);
  say("  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1");
  say("  aws --endpoint-url {} s3 ls --recursive s3://vendor-events-bucket/quarantine/", url);
  say("  aws --endpoint-url {} dynamodb scan --table-name VendorState", url);
}

}  // namespace demo_vendor_screen_detail

using namespace demo_vendor_screen_detail;

void print_story(const VendorDemo& demo, const std::string& endpoint, const std::string& api, bool stays) {
  print_sent(demo);
  print_subjects(demo);
  print_violations(demo);
  print_upgrade(demo);
  print_counts(demo);
  const auto complaints = demo.complaints();
  if (complaints.empty()) {
    say("\nEverything is as it must be.");
  } else {
    say("\nNot as it must be:");
    for (const std::string& complaint : complaints) say("  {}", complaint);
  }
  print_further(demo, endpoint, api, stays);
}

}  // namespace emulator
