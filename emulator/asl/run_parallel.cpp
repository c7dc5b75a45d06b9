#include "emulator/asl/interpreter.h"

namespace asl {

void run_parallel(Interpreter& interpreter, Branch& branch, const State& state) {
  const Json input = interpreter.work_input(branch, state);
  interpreter.note(branch, "ParallelStateStarted");
  branch.phase = Branch::Phase::kWait;
  branch.started = state.branches.size();
  branch.results = Json(Json::Array(state.branches.size()));
  for (std::size_t i = 0; i < state.branches.size(); ++i) {
    interpreter.add_branch(&branch, static_cast<int>(i), state.branches[i], input);
  }
}

}  // namespace asl
