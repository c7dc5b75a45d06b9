#include "ports/bus.h"

#include <fmt/format.h>

#include <algorithm>

namespace ports {
namespace bus_detail {

using base::Json;

// The entries that the answer says were not taken, in their order. (PutEvents answers 200 all the same.)
std::vector<Json> refused(const std::vector<Json>& entries, const Json& answer, std::string& why) {
  const Json* results = answer.find("Entries");
  std::vector<Json> again;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!results || i >= results->size()) {
      again.push_back(entries[i]);
      continue;
    }
    const std::string code = results->at(i).text("ErrorCode");
    if (code.empty()) continue;
    why = fmt::format("{}: {}", code, results->at(i).text("ErrorMessage"));
    again.push_back(entries[i]);
  }
  return again;
}

}  // namespace bus_detail

void Bus::put(std::span<const BusEvent> events) {
  while (!events.empty()) {
    const auto part = events.first(std::min(events.size(), kBatch));
    std::vector<base::Json> entries;
    for (const BusEvent& event : part)
      entries.push_back({{"EventBusName", name_},
                         {"Source", event.source},
                         {"DetailType", event.detail_type},
                         {"Detail", event.detail.dump()},
                         {"Time", base::to_epoch_seconds(event.time)}});
    put_batch(std::move(entries));
    events = events.subspan(part.size());
  }
}

void Bus::put_batch(std::vector<base::Json> entries) {
  constexpr int kTries = 3;
  std::string why;
  for (int attempt = 1; attempt <= kTries; ++attempt) {
    const base::Json answer =
        client_.call(aws::kEventBridge, "PutEvents", {{"Entries", base::Json(entries)}}, aws::Repeat::kYes);
    entries = bus_detail::refused(entries, answer, why);
    if (entries.empty()) return;
  }
  throw base::Failure("Unavailable",
                      fmt::format("the bus {} did not take {} of the events: {}", name_, entries.size(), why));
}

}  // namespace ports
