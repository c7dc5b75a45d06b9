#pragma once

#include <vector>

#include "tests/emulator/asl/simulation.h"

namespace asl {

// Playback: services answer what they answered when a history was recorded, one outcome a task, in its order.
class Playback {
 public:
  explicit Playback(const Json& history) {
    TaskOutcome outcome;
    for (const Json& event : history.elements()) {
      const std::string type = event.text("type");
      const bool is_task = type.starts_with("Task") || type.starts_with("LambdaFunction");
      const Json* details = is_task ? find_details(event) : nullptr;
      if (details == nullptr) {
        continue;
      }
      if (type.ends_with("Submitted")) {
        outcome.submitted = told(details->at("output"));
        continue;
      }
      if (type.ends_with("Succeeded")) {
        outcome.output = told(details->at("output"));
      } else if (type.ends_with("Failed")) {
        outcome.error = details->text("error");
        const Json* cause = details->find("cause");
        outcome.cause = cause == nullptr || cause->is_string() ? details->text("cause") : cause->dump();
      } else if (type.ends_with("TimedOut")) {
        outcome.output = Json();
        outcome.seconds = 1e6;  // the state's own timer comes first
      } else {
        continue;
      }
      outcomes_.push_back(std::exchange(outcome, {}));
    }
  }

  TaskOutcome next() { return at_ < outcomes_.size() ? outcomes_[at_++] : TaskOutcome{.error = "Test.PlaybackIsOver"}; }

 private:
  static const Json* find_details(const Json& event) {
    for (const auto& [name, value] : event.members()) {
      if (name.ends_with("EventDetails") && !name.starts_with("state")) {
        return &value;
      }
    }
    return nullptr;
  }
  // Recordings show JSON text as the value that it holds.
  static Json told(const Json& output) {
    return output.is_string() ? Json::try_parse(output.as_string()).value_or(output) : output;
  }

  std::vector<TaskOutcome> outcomes_ = {};
  std::size_t at_ = 0;
};

}  // namespace asl
