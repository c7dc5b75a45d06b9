#include "lambda/runtime.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <variant>

#include "base/check.h"
#include "lambda/runtime_api.h"
#include "lambda/streaming.h"

namespace lambda {
namespace runtime {

// SIGTERM while the process waits for an event: it leaves at once. While a handler runs: it leaves behind the reply.
// A handler may touch nothing but lock-free atomics and _exit. (signal-safety(7))
std::atomic<bool> idle = false;
std::atomic<bool> asked_to_leave = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void leave(int) {
  if (idle.load()) _exit(0);
  asked_to_leave.store(true);
}

void heed_sigterm() {
  idle = false;
  asked_to_leave = false;
  struct sigaction action = {};
  action.sa_handler = leave;
  action.sa_flags = SA_RESTART;
  sigaction(SIGTERM, &action, nullptr);
}

struct Problem {
  std::string type = {};
  std::string message = {};
};

// What an exception is called to the outside. To be used in a catch block.
Problem current_problem() {
  try {
    throw;
  } catch (const Failure& failure) {
    return {failure.name, failure.what()};
  } catch (const std::exception& error) {
    return {"UnexpectedError", error.what()};
  } catch (...) {
    return {"UnexpectedError", "an exception that is no std::exception"};
  }
}

// Both kinds of function; the loop around them is the same.
using AnyHandler = std::function<std::variant<Reply, StreamedReply>(const Invocation&)>;
using AnySetup = std::function<AnyHandler(Environment&)>;

std::optional<AnyHandler> initialise(const AnySetup& setup, Environment& environment, RuntimeApi& api, const Log& log) {
  Problem problem;
  try {
    AnyHandler handler = setup(environment);
    environment.check();
    return handler;
  } catch (...) {
    problem = current_problem();
  }
  try {
    environment.check();  // what is missing explains what failed for it
  } catch (const Failure& missing) {
    problem = {missing.name, missing.what()};
  }
  log.error("the init phase failed", {{"errorType", problem.type}, {"errorMessage", problem.message}});
  api.fail_init(problem.type, problem.message);
  return std::nullopt;
}

struct Outcome {
  std::variant<std::monostate, std::string, StreamedReply> reply = {};  // text, or a response to be streamed
  Problem problem = {};                                                 // where there is neither
};

Outcome answer(const AnyHandler& handler, const Invocation& call) {
  try {
    auto reply = handler(call);
    if (auto* streamed = std::get_if<StreamedReply>(&reply)) return {.reply = std::move(*streamed)};
    return {.reply = std::get<Reply>(reply).dump()};
  } catch (...) {
    Outcome outcome{.problem = current_problem()};
    call.metrics.note_failure(outcome.problem.type);
    return outcome;
  }
}

// Sends what the handler makes, and reports what went wrong on the way behind what was sent by then.
void send_stream(RuntimeApi& api, const Invocation& call, const StreamedReply& reply,
                 const std::function<void()>& before_the_end) {
  bool begun = false, ended = false;
  api.stream(call.context.request_id(), [&]() -> RuntimeApi::Piece {
    try {
      CHECK(reply.next != nullptr);
      std::string piece = std::exchange(begun, true) ? reply.next() : prelude_of(reply);
      if (piece.empty() && !std::exchange(ended, true)) before_the_end();
      return {.bytes = std::move(piece)};
    } catch (...) {
      const Problem problem = current_problem();
      call.metrics.note_failure(problem.type);
      before_the_end();
      call.log.error("the response broke off", {{"errorType", problem.type}, {"errorMessage", problem.message}});
      return {.error_type = problem.type, .error_message = problem.message};
    }
  });
}

void serve_one(RuntimeApi& api, const AnyHandler& handler, Log& log, Metrics& metrics) {
  idle = true;
  RuntimeApi::Event event = api.next(idle);
  idle = false;

  log.begin(event.facts.request_id, event.facts.world_time);
  setenv("_X_AMZN_TRACE_ID", event.facts.trace_id.c_str(), 1);  // where AWS's tracing looks for it
  Context context(std::move(event.facts));
  auto json = base::Json::try_parse(event.body);
  const bool is_json = json.has_value();
  const Invocation call{
      .event = is_json ? std::move(*json) : base::Json(), .context = context, .log = log, .metrics = metrics};
  const Outcome outcome = is_json ? answer(handler, call) : Outcome{.problem = {"BadEvent", "the event is not JSON"}};

  // Lines come before the reply: once it is posted, Lambda may freeze the process.
  const auto write_metrics = [&] {
    if (!metrics.empty()) log.write(metrics.take(context.now(), context.request_id()));
  };
  if (const auto* streamed = std::get_if<StreamedReply>(&outcome.reply)) {
    return send_stream(api, call, *streamed, write_metrics);
  }
  write_metrics();
  const auto* reply = std::get_if<std::string>(&outcome.reply);
  if (!reply) {
    log.error("the invocation failed",
              {{"errorType", outcome.problem.type}, {"errorMessage", outcome.problem.message}});
    api.fail(context.request_id(), outcome.problem.type, outcome.problem.message);
  } else if (api.respond(context.request_id(), *reply) == RuntimeApi::Taken::kTooLarge) {
    log.error("the reply is too large for Lambda: write it to S3 and return a reference", {{"bytes", reply->size()}});
  }
}

int run_any(const AnySetup& setup, Environment environment) {
  Log log(STDOUT_FILENO, parse_level(environment.get_or("AWS_LAMBDA_LOG_LEVEL", "INFO")));
  const auto address = environment.find("AWS_LAMBDA_RUNTIME_API");
  if (!address) {
    log.error("AWS_LAMBDA_RUNTIME_API is not set: this is a Lambda function, which Lambda or `feedmill up` starts");
    return EXIT_FAILURE;
  }
  try {
    RuntimeApi api(*address);
    const auto handler = initialise(setup, environment, api, log);
    if (!handler) return EXIT_FAILURE;
    Metrics metrics(environment.get_or("AWS_LAMBDA_FUNCTION_NAME", "function"));
    heed_sigterm();
    while (!asked_to_leave) serve_one(api, *handler, log, metrics);
    return EXIT_SUCCESS;
  } catch (const RuntimeApiError& error) {
    log.error(error.what());
    return EXIT_FAILURE;
  }
}

}  // namespace runtime

int run(const Setup& setup, Environment environment) {
  return runtime::run_any(
      [&](Environment& of_process) -> runtime::AnyHandler {
        return [handler = setup(of_process)](const Invocation& call) { return handler(call); };
      },
      std::move(environment));
}

int run_streaming(const StreamingSetup& setup, Environment environment) {
  return runtime::run_any(
      [&](Environment& of_process) -> runtime::AnyHandler {
        return [handler = setup(of_process)](const Invocation& call) { return handler(call); };
      },
      std::move(environment));
}

std::string prelude_of(const StreamedReply& reply) {
  base::Json head = {{"statusCode", reply.status}, {"headers", base::Json::object()}};
  for (const auto& [name, value] : reply.headers) head["headers"].set(name, value);
  for (const std::string& cookie : reply.cookies) head["cookies"].push_back(cookie);
  return head.dump() + std::string(8, '\0');
}

}  // namespace lambda
