#include "base/text.h"
#include "emulator/asl/interpreter.h"

namespace asl {
namespace run_wait_detail {

constexpr std::int64_t kMaxSeconds = 99'999'999;

base::TimePoint end_of(const Given<std::int64_t>& seconds, const Scope& scope, base::TimePoint now) {
  if (seconds.value) {
    return now + std::chrono::seconds(*seconds.value);
  }
  const std::string& path = seconds.path->text();
  const auto value = seconds.path->find(scope);
  if (!value) {
    throw runtime_failure("The SecondsPath parameter does not reference an input value: " + path);
  }
  if (value->kind() != Json::Kind::kInt) {
    throw runtime_failure("The SecondsPath parameter cannot be parsed as a long value: " + path +
                          " == " + (value->is_string() ? value->as_string() : value->dump()));
  }
  if (value->as_int() < 0) {
    throw runtime_failure("The SecondsPath parameter references a negative value: " + path + " == " + value->dump());
  }
  if (value->as_int() > kMaxSeconds) {
    throw runtime_failure("Wait state delay is too long.");
  }
  return now + std::chrono::seconds(value->as_int());
}

base::TimePoint end_of(const Given<base::TimePoint>& timestamp, const Scope& scope) {
  if (timestamp.value) {
    return *timestamp.value;
  }
  const std::string& path = timestamp.path->text();
  const auto value = timestamp.path->find(scope);
  if (!value) {
    throw runtime_failure("The TimestampPath parameter does not reference an input value: " + path);
  }
  const auto time = value->is_string() ? base::parse_iso8601(value->as_string()) : std::nullopt;
  if (!time) {
    throw runtime_failure(
        "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time "
        "format string: " +
        path + " == " + (value->is_string() ? value->as_string() : value->dump()));
  }
  return *time;
}

}  // namespace run_wait_detail

void run_wait(Interpreter& interpreter, Branch& branch, const State& state) {
  const Json input = interpreter.effective_input(branch, state);
  const Scope scope = interpreter.scope(branch, input);
  const base::TimePoint end = state.seconds.present() ? run_wait_detail::end_of(state.seconds, scope, interpreter.now())
                                                      : run_wait_detail::end_of(state.timestamp, scope);
  if (end > interpreter.now() + std::chrono::seconds(run_wait_detail::kMaxSeconds)) {
    throw runtime_failure("Wait state delay is too long.");
  }
  if (end <= interpreter.now()) {
    return interpreter.complete(branch, state, input);
  }
  branch.phase = Branch::Phase::kWait;
  interpreter.set_timer(branch, end);
}

}  // namespace asl
