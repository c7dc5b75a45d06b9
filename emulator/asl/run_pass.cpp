#include "emulator/asl/interpreter.h"

namespace asl {

void run_pass(Interpreter& interpreter, Branch& branch, const State& state) {
  Json input = interpreter.work_input(branch, state);
  interpreter.complete(branch, state, state.result ? *state.result : std::move(input));
}

}  // namespace asl
