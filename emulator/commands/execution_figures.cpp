#include "emulator/commands/execution_figures.h"

#include <fmt/format.h>

#include <algorithm>

namespace emulator {
namespace execution_figures_detail {

using base::Json;
using EventsById = std::map<std::int64_t, const Json*>;

// A stay begins where the chain of previous events, which is the branch's own, first meets the state's entry. Whatever
// happens in no state (ExecutionStarted, the end of an execution without one) has none.
const Json* find_entry(const EventsById& events, const Json& event, const std::string& state) {
  for (auto id = event.at("previousEventId").as_int(); id > 0;) {
    const auto found = events.find(id);
    if (found == events.end()) return nullptr;
    const Json* details = found->second->find("stateEnteredEventDetails");
    if (details && (state.empty() || details->text("name") == state)) return found->second;
    id = found->second->at("previousEventId").as_int();
  }
  return nullptr;
}

std::string state_of(const EventsById& events, const Json& event) {
  const Json* entry = find_entry(events, event, "");
  return entry ? entry->at("stateEnteredEventDetails").text("name") : "";
}

// "taskFailedEventDetails": {"error": …} and its like; "" where nothing is wrong.
std::string error_of(const Json& event) {
  for (const auto& [name, details] : event.members()) {
    if (name.ends_with("EventDetails") && details.is_object() && details.contains("error"))
      return details.text("error");
  }
  return "";
}

}  // namespace execution_figures_detail

using namespace execution_figures_detail;

void ExecutionFigures::add(const std::string& status, const std::vector<Json>& events) {
  ++statuses[status];
  EventsById by_id;
  for (const Json& event : events) {
    by_id[event.at("id").as_int()] = &event;
    if (const Json* entered = event.find("stateEnteredEventDetails")) ++states[entered->text("name")].entered;
    if (const Json* exited = event.find("stateExitedEventDetails")) {
      const Json* entry = find_entry(by_id, event, exited->text("name"));
      if (!entry) continue;
      Stay& stay = states[exited->text("name")];
      const double seconds = event.at("timestamp").as_double() - entry->at("timestamp").as_double();
      ++stay.left;
      stay.seconds += seconds;
      stay.longest = std::max(stay.longest, seconds);
    }
    if (const std::string error = error_of(event); !error.empty()) ++errors[{state_of(by_id, event), error}];
  }
}

std::string to_text(const std::string& machine, const ExecutionFigures& figures) {
  int all = 0;
  for (const auto& [status, count] : figures.statuses) all += count;
  std::string text = fmt::format("{}: {} executions", machine, all);
  for (const auto& [status, count] : figures.statuses)
    text += fmt::format(", {} {} ({:.1f} %)", count, status, 100.0 * count / all);
  text += "\n";
  if (!figures.states.empty())
    text += fmt::format("  {:<28} {:>8} {:>12} {:>12}\n", "state", "entered", "mean s", "longest s");
  for (const auto& [name, stay] : figures.states) {
    const double mean = stay.left == 0 ? 0 : stay.seconds / stay.left;
    text += fmt::format("  {:<28} {:>8} {:>12.3f} {:>12.3f}\n", name, stay.entered, mean, stay.longest);
  }
  if (!figures.errors.empty()) text += fmt::format("  {:<28} {:>8} {}\n", "error in state", "times", "error");
  for (const auto& [where, count] : figures.errors)
    text += fmt::format("  {:<28} {:>8} {}\n", where.first, count, where.second);
  return text;
}

}  // namespace emulator
