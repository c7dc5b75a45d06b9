#include "emulator/asl/interpreter.h"

namespace asl {

void run_succeed(Interpreter& interpreter, Branch& branch, const State& state) {
  const Json input = interpreter.effective_input(branch, state);
  interpreter.leave(branch, state, apply_path(state.output_path, interpreter.scope(branch, input)), Json::object(), "");
}

}  // namespace asl
