#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"

namespace emulator {

// What the histories of a state machine's executions add up to.
struct ExecutionFigures {
  struct Stay {
    int entered = 0;
    int left = 0;
    double seconds = 0;  // of those that were left
    double longest = 0;
  };
  std::map<std::string, int> statuses = {};                        // RUNNING, SUCCEEDED …
  std::map<std::string, Stay> states = {};                         // a state of a Map's items counts each of them
  std::map<std::pair<std::string, std::string>, int> errors = {};  // (state, error), each try for itself

  // `events` as GetExecutionHistory shows them, in order.
  void add(const std::string& status, const std::vector<base::Json>& events);
};

// What a person reads.
std::string to_text(const std::string& machine, const ExecutionFigures& figures);

}  // namespace emulator
