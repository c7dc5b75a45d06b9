#include "base/text.h"
#include "emulator/asl/interpreter.h"
#include "emulator/asl/random.h"

namespace asl {
namespace run_task_detail {

constexpr std::int64_t kMaxSeconds = 99'999'999;

bool is_lambda(const State& state) { return state.resource.kind == TaskResource::Kind::kLambda; }

// A token is a secret: 384 bits of the execution's random numbers.
std::string make_token(std::uint64_t& seed) {
  std::string bytes;
  for (int i = 0; i < 6; ++i) {
    std::uint64_t word = next_random(seed);
    for (int b = 0; b < 8; ++b, word >>= 8) {
      bytes.push_back(static_cast<char>(word & 0xff));
    }
  }
  return base::to_base64(bytes);
}

// arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME
std::string region_of(const Identity& identity) {
  const auto parts = base::split(identity.execution_arn, ':');
  return parts.size() > 3 ? std::string(parts[3]) : "";
}

std::optional<std::int64_t> seconds_of(const Given<std::int64_t>& given, const Scope& scope, std::string_view field) {
  const auto seconds = integer_of(given, scope, field);
  if (seconds && (*seconds < 1 || *seconds > kMaxSeconds)) {
    throw runtime_failure("The " + std::string(field) +
                          " parameter must be between 1 and 99999999: " + std::to_string(*seconds));
  }
  return seconds;
}

// Writes one event of a service task: its resource and resourceType and what it adds.
void note_service(Interpreter& interpreter, Branch& branch, const State& state, const std::string& what, Json more) {
  Json details = {{"resourceType", state.resource.service}, {"resource", state.resource.action}};
  for (auto& [name, value] : more.mutable_members()) {
    details.set(name, std::move(value));
  }
  interpreter.note(branch, "Task" + what, "task" + what + "EventDetails", std::move(details));
}

void note_lambda(Interpreter& interpreter, Branch& branch, const std::string& what, Json details) {
  interpreter.note(branch, "LambdaFunction" + what, "lambdaFunction" + what + "EventDetails", std::move(details));
}

void note(Interpreter& interpreter, Branch& branch, const State& state, const std::string& what, Json details) {
  is_lambda(state) ? note_lambda(interpreter, branch, what, std::move(details))
                   : note_service(interpreter, branch, state, what, std::move(details));
}

Json output_details(const Json& output) {
  return {{"output", output.dump()}, {"outputDetails", {{"truncated", false}}}};
}

void note_scheduled(Interpreter& interpreter, Branch& branch, const State& state) {
  const RunTask& task = *branch.task;
  Json details = Json::object();
  if (is_lambda(state)) {
    details = {
        {"resource", task.resource}, {"input", task.parameters.dump()}, {"inputDetails", {{"truncated", false}}}};
  } else {
    details = {{"region", region_of(interpreter.execution().identity)}, {"parameters", task.parameters.dump()}};
  }
  if (task.timeout_seconds) {
    details.set("timeoutInSeconds", *task.timeout_seconds);
  }
  if (task.heartbeat_seconds) {
    details.set("heartbeatInSeconds", *task.heartbeat_seconds);
  }
  if (task.credentials) {
    details.set("taskCredentials", {{"roleArn", task.credentials->text("RoleArn")}});
  }
  note(interpreter, branch, state, "Scheduled", std::move(details));
}

}  // namespace run_task_detail

void run_task(Interpreter& interpreter, Branch& branch, const State& state) {
  Json input = interpreter.effective_input(branch, state);
  // The token stands in the context object before Parameters are evaluated.
  branch.task = RunTask{.id = interpreter.next_command(), .resource = state.resource.arn};
  if (state.resource.wants_token) {
    branch.task->token = run_task_detail::make_token(interpreter.execution().seed);
  }
  const Scope scope = interpreter.scope(branch, input);
  if (state.credentials) {
    branch.task->credentials = evaluate_template(*state.credentials, scope);
  }
  branch.task->timeout_seconds = run_task_detail::seconds_of(state.timeout_seconds, scope, "TimeoutSecondsPath");
  branch.task->heartbeat_seconds = run_task_detail::seconds_of(state.heartbeat_seconds, scope, "HeartbeatSecondsPath");
  // A service is called with an object; a function with anything.
  Json parameters = state.parameters ? evaluate_template(*state.parameters, scope) : input;
  check_size(parameters, run_task_detail::is_lambda(state) ? state.resource.arn : state.resource.service);
  branch.task->parameters = std::move(parameters);
  run_task_detail::note_scheduled(interpreter, branch, state);
  // Whose turn comes first is scheduled first; all that was scheduled starts after. (recorded, of a Map's iterations)
  interpreter.make_ready(branch, Branch::Phase::kStartTask);
}

void start_task(Interpreter& interpreter, Branch& branch, const State& state) {
  if (run_task_detail::is_lambda(state)) {
    interpreter.note(branch, "LambdaFunctionStarted");
  } else {
    run_task_detail::note_service(interpreter, branch, state, "Started", Json::object());
  }
  branch.phase = Branch::Phase::kWait;
  if (branch.task->timeout_seconds) {
    branch.timeout_timer =
        interpreter.set_timer(branch, interpreter.now() + std::chrono::seconds(*branch.task->timeout_seconds));
  }
  renew_heartbeat(interpreter, branch);
  interpreter.command(*branch.task);
}

void renew_heartbeat(Interpreter& interpreter, Branch& branch) {
  if (!branch.task->heartbeat_seconds) {
    return;
  }
  if (branch.heartbeat_timer != 0) {
    branch.timers.erase(branch.heartbeat_timer);
    interpreter.command(CancelTimer{.id = branch.heartbeat_timer});
  }
  branch.heartbeat_timer =
      interpreter.set_timer(branch, interpreter.now() + std::chrono::seconds(*branch.task->heartbeat_seconds));
}

void submit_task(Interpreter& interpreter, Branch& branch, const State& state, const Json& output) {
  run_task_detail::note(interpreter, branch, state, "Submitted", run_task_detail::output_details(output));
  branch.task->submitted = output;
}

void succeed_task(Interpreter& interpreter, Branch& branch, const State& state, const Json& output) {
  interpreter.cancel_timers(branch);
  const bool is_lambda = run_task_detail::is_lambda(state);
  Json details = run_task_detail::output_details(output);
  if (details.at("output").as_string().size() > kMaxPayload) {
    const Failure failure = too_large(is_lambda ? state.resource.arn : state.resource.service);
    return fail_task(interpreter, branch, state, *failure.error, *failure.cause);
  }
  run_task_detail::note(interpreter, branch, state, "Succeeded", std::move(details));
  branch.task.reset();
  interpreter.complete(branch, state, output);
}

void fail_task(Interpreter& interpreter, Branch& branch, const State& state, const std::string& error,
               const std::string& cause) {
  interpreter.cancel_timers(branch);
  run_task_detail::note(interpreter, branch, state, "Failed", {{"error", error}, {"cause", cause}});
  throw Failure(Failure::Kind::kError, error, cause);
}

// AWS gives a timeout no cause, and a missed heartbeat the same name. (recorded)
void time_out_task(Interpreter& interpreter, Branch& branch, const State& state) {
  run_task_detail::note(interpreter, branch, state, "TimedOut", {{"error", "States.Timeout"}});
  throw Failure(Failure::Kind::kError, "States.Timeout", std::nullopt);
}

}  // namespace asl
