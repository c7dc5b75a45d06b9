#include "emulator/asl/interpreter.h"

namespace asl {
namespace run_fail_detail {

std::optional<std::string> text_of(const FailText& given, const Scope& scope, std::string_view field) {
  if (!given.expression) {
    return given.text;
  }
  const Json value = given.expression->evaluate(scope, field);
  if (!value.is_string()) {
    throw runtime_failure("The " + std::string(field) + " field refers to value \"" + value.dump() +
                          "\" which is not a string: " + given.expression->text());
  }
  return value.as_string();
}

}  // namespace run_fail_detail

void run_fail(Interpreter& interpreter, Branch& branch, const State& state) {
  const Scope scope = interpreter.scope(branch, branch.input);
  auto error = run_fail_detail::text_of(state.error, scope, "ErrorPath");
  auto cause = run_fail_detail::text_of(state.cause, scope, "CausePath");
  Failure failure(Failure::Kind::kError, error.value_or(""), std::move(cause));
  failure.error = std::move(error);
  throw failure;
}

}  // namespace asl
