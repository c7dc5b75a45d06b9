#include "emulator/commands/execution_figures.h"

#include <fmt/format.h>

#include <algorithm>

#include "emulator/commands/text_table.h"

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

void add_table(std::string& text, const std::vector<TextColumn>& columns,
               const std::vector<std::vector<std::string>>& rows) {
  constexpr std::size_t kWidest = 80;  // a state's name (States Language)
  for (const std::string& line : table_lines(columns, rows, kWidest)) text += line + "\n";
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
  std::vector<std::vector<std::string>> states, errors;
  for (const auto& [name, stay] : figures.states) {
    const double mean = stay.left == 0 ? 0 : stay.seconds / stay.left;
    states.push_back(
        {name, std::to_string(stay.entered), fmt::format("{:.3f}", mean), fmt::format("{:.3f}", stay.longest)});
  }
  for (const auto& [where, count] : figures.errors)
    errors.push_back({where.first, std::to_string(count), where.second});
  if (!states.empty()) {
    add_table(text, {{"state"}, {"entered", Align::kRight}, {"mean s", Align::kRight}, {"longest s", Align::kRight}},
              states);
  }
  if (!errors.empty()) add_table(text, {{"error in state"}, {"times", Align::kRight}, {"error"}}, errors);
  return text;
}

}  // namespace emulator
