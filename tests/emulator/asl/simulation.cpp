#include "tests/emulator/asl/simulation.h"

#include <map>

namespace asl {
namespace simulation_detail {

struct Agenda {
  base::TimePoint now = base::from_epoch_seconds(1'795'233'060);
  std::map<std::pair<base::TimePoint, int>, Event> due = {};
  int sequence = 0;

  void add(double seconds, Event event) { add_at(now + base::Duration(std::int64_t(seconds * 1e9)), std::move(event)); }
  void add_at(base::TimePoint at, Event event) { due.emplace(std::pair(at, sequence++), std::move(event)); }
  template <typename Kind>
  void remove(std::int64_t id) {
    std::erase_if(due, [&](const auto& entry) {
      const auto* event = std::get_if<Kind>(&entry.second);
      return event != nullptr && event->id == id;
    });
  }
};

void carry_out(const std::vector<Command>& commands, const SimulationOptions& options, Agenda& agenda,
               SimulationResult& result) {
  for (const Command& command : commands) {
    if (const auto* task = std::get_if<RunTask>(&command)) {
      const TaskOutcome outcome = options.run_task ? options.run_task(*task) : TaskOutcome{.output = task->parameters};
      if (outcome.submitted) {
        agenda.add(0, TaskSubmitted{task->id, *outcome.submitted});
      }
      if (outcome.output) {
        agenda.add(outcome.seconds, TaskSucceeded{task->id, *outcome.output});
      } else {
        agenda.add(outcome.seconds, TaskFailed{task->id, outcome.error, outcome.cause});
      }
    } else if (const auto* timer = std::get_if<SetTimer>(&command)) {
      agenda.add_at(timer->at, TimerFired{timer->id});
    } else if (const auto* cancel_task = std::get_if<CancelTask>(&command)) {
      agenda.remove<TaskSucceeded>(cancel_task->id);
      agenda.remove<TaskFailed>(cancel_task->id);
    } else if (const auto* cancel_timer = std::get_if<CancelTimer>(&command)) {
      agenda.remove<TimerFired>(cancel_timer->id);
    } else {
      result.done = std::get<Done>(command);
    }
  }
}

}  // namespace simulation_detail

SimulationResult simulate(const Machine& machine, const std::string& input, const SimulationOptions& options) {
  simulation_detail::Agenda agenda;
  const auto began = agenda.now;
  SimulationResult result;
  agenda.add(0, Started{.identity = options.identity, .input = input, .seed = options.seed});
  if (options.stop_after) {
    agenda.add(*options.stop_after, Stopped{"Stop", "because"});
  }
  Execution execution;
  for (int i = 0; i < options.max_events && !agenda.due.empty() && !result.done; ++i) {
    const auto next = agenda.due.extract(agenda.due.begin());
    agenda.now = next.key().first;
    Step step = advance(machine, std::move(execution), next.mapped(), agenda.now);
    execution = options.store_every_step ? decode(Json::parse(encode(step.execution).dump())) : step.execution;
    result.history.insert(result.history.end(), step.history.begin(), step.history.end());
    simulation_detail::carry_out(step.commands, options, agenda, result);
  }
  result.left = pending(execution);
  result.took = agenda.now - began;
  return result;
}

}  // namespace asl
