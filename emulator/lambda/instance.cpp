#include "emulator/lambda/instance.h"

#include <fmt/format.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include <algorithm>

#include "base/check.h"
#include "base/log.h"
#include "base/text.h"

namespace lambda_service {
namespace instance_detail {

constexpr std::size_t kMaxResponse = 6'291'556;  // 6 MB and what AWS adds to it (Lambda quotas)
constexpr std::uint64_t kMaxStream = 200 << 20;  // of a streamed response (Lambda quotas)
constexpr std::size_t kMaxErrorBody = 256 * 1024;
constexpr std::size_t kTailBytes = 4096;
constexpr auto kLogEvery = std::chrono::milliseconds(200);  // of a handler that runs; one that is faster logs once
constexpr std::size_t kMaxLineBytes = 256 * 1024;
constexpr std::string_view kApi = "/2018-06-01/runtime/";

http::Response accepted() {
  return {.status = 202, .headers = {{"Content-Type", "application/json"}}, .body = std::string(R"({"status":"OK"})")};
}

// At most so many bytes from its end, beginning with a whole character.
std::string last_of(const std::string& utf8, std::size_t bytes) {
  std::size_t first = utf8.size() > bytes ? utf8.size() - bytes : 0;
  while (first < utf8.size() && (static_cast<unsigned char>(utf8[first]) & 0xC0) == 0x80) ++first;
  return utf8.substr(first);
}

http::Response refused(int status, std::string_view type, std::string_view message) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}},
          .body = base::Json{{"errorMessage", message}, {"errorType", type}}.dump()};
}

}  // namespace instance_detail

using namespace instance_detail;

InvocationResult function_error(std::string_view type, std::string_view message) {
  return {.payload = base::Json{{"errorType", type}, {"errorMessage", message}}.dump(), .function_error = "Unhandled"};
}

Instance::Instance(loop::Loop& loop, std::shared_ptr<const Function> function, std::vector<std::string> environment,
                   std::string log_stream, LogSink log, loop::Duration init_limit)
    : loop_(loop),
      function_(std::move(function)),
      log_stream_(std::move(log_stream)),
      log_(std::move(log)),
      init_limit_(init_limit),
      changed_(loop) {
  server_ = std::make_unique<http::Server>(loop_, http::Server::Options{.idle_timeout = std::chrono::hours(24)},
                                           [this](http::Request& request) { return answer(request); });
  environment.push_back(fmt::format("AWS_LAMBDA_RUNTIME_API=127.0.0.1:{}", server_->port()));
  process_ = std::make_unique<loop::Process>(
      loop_, loop::Process::Options{
                 .program = function_->code_directory + "/bootstrap",
                 .environment = std::move(environment),
                 .directory = function_->code_directory,
                 .address_space_bytes = function_->limit_memory ? std::uint64_t(function_->memory_mb) << 20 : 0});
  last_used_ = std::chrono::steady_clock::now();
  output_fiber_ = loop_.spawn("lambda output " + function_->name, [this] { read_output(); });
  exit_fiber_ = loop_.spawn("lambda exit " + function_->name, [this] { watch_exit(); });
}

Instance::~Instance() {
  if (process_) process_->signal(SIGKILL);
  exit_fiber_.finish();
  output_fiber_.finish();
  log_fiber_.finish();
  server_.reset();
}

void Instance::move_to(std::shared_ptr<const Function> function, std::string log_stream, LogSink log) {
  CHECK(ready());
  flush_log();  // to where it belongs
  function_ = std::move(function);
  log_stream_ = std::move(log_stream);
  log_ = std::move(log);
}

void Instance::shut_down() {
  if (process_ && !dead_) process_->signal(SIGTERM);
}

void Instance::read_output() {
  for (;;) {
    const std::string piece = process_->read_output();
    if (piece.empty()) break;
    for (const char c : piece) {
      if (c == '\n' || partial_line_.size() == kMaxLineBytes) {
        log_line(std::exchange(partial_line_, {}));
        if (c == '\n') continue;
      }
      partial_line_ += c;
    }
    // While an event is handled its lines wait for each other: await_answer().
    if (!handed_out_ || !invocation_) flush_log();
  }
  if (!partial_line_.empty()) log_line(std::exchange(partial_line_, {}));
  flush_log();
}

void Instance::watch_exit() {
  exit_ = process_->wait(loop::Deadline::never());
  // What it said before it went belongs to this invocation's log.
  output_fiber_.join(loop::Deadline::real_in(std::chrono::milliseconds(200)));
  dead_ = true;
  changed_.notify_all();
}

void Instance::log_line(std::string line) {
  // A log is text: what is not becomes U+FFFD, as in CloudWatch Logs.
  if (!base::is_valid_utf8(line)) line = base::Json::parse(base::Json(std::move(line)).dump()).as_string();
  tail_ += line;
  tail_ += '\n';
  if (tail_.size() > 2 * kTailBytes) tail_.erase(0, tail_.size() - kTailBytes);
  lines_.push_back(std::move(line));
}

void Instance::flush_log() {
  if (lines_.empty()) return;
  const std::vector<std::string> lines = std::exchange(lines_, {});
  try {
    log_(function_->log_group, log_stream_, lines);
  } catch (const std::runtime_error& error) {
    // The disk is full, say. The handler's answer counts for more than what it said on the way.
    base::log_error("lines of a handler's log are lost",
                    {{"group", function_->log_group}, {"lines", lines.size()}, {"error", error.what()}});
  }
}

InvocationResult Instance::died() const {
  const std::string how = !exit_               ? "exit status unknown"
                          : exit_->signal != 0 ? "signal: " + base::to_lower(::strsignal(exit_->signal))
                                               : fmt::format("exit status {}", exit_->code);
  const std::string id = invocation_ ? invocation_->request_id : "";
  InvocationResult result =
      function_error("Runtime.ExitError", fmt::format("RequestId: {} Error: Runtime exited with error: {}", id, how));
  result.not_started = asked_ && !handed_out_;
  return result;
}

InvocationResult Instance::invoke(const Invocation& invocation) {
  struct Turn {  // over with this call, also where it ends by an exception
    Instance& instance;
    bool kept = false;
    ~Turn() {
      instance.invocation_ = nullptr;
      instance.result_.reset();
      instance.last_used_ = std::chrono::steady_clock::now();
      if (!kept) instance.end();
    }
  } turn{*this};
  invocation_ = &invocation;
  handed_out_ = false;
  result_.reset();
  tail_.clear();
  const auto started = std::chrono::steady_clock::now();
  changed_.notify_all();

  if (!asked_) await_init(invocation);
  log_line("START RequestId: " + invocation.request_id + " Version: $LATEST");
  const bool in_time = await_answer(invocation);
  // After a failed init or a timeout Lambda resets the environment: whatever it still does, nobody waits for it.
  turn.kept = asked_ && in_time;
  const double millis = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
  log_line("END RequestId: " + invocation.request_id);
  log_line(fmt::format("REPORT RequestId: {}\tDuration: {:.2f} ms\tBilled Duration: {} ms\tMemory Size: {} MB",
                       invocation.request_id, millis, static_cast<std::int64_t>(millis) + 1, function_->memory_mb));
  // Behind the answer, and before any request that its reader sends next: this fiber is ready before that is read.
  log_fiber_ = loop_.spawn("lambda log " + function_->name, [this] { flush_log(); });
  InvocationResult result = std::move(*result_);
  result.log_tail = last_of(tail_, kTailBytes);
  return result;
}

// Until it has asked for an event, or is known not to: then the result says why.
void Instance::await_init(const Invocation& invocation) {
  const auto deadline = loop::Deadline::real_in(init_limit_);
  bool in_time = true;
  while (!asked_ && !dead_ && !init_error_ && in_time) in_time = changed_.wait(deadline);
  if (asked_ || dead_) return;
  result_ = init_error_
                ? *init_error_
                : function_error("Sandbox.Timedout",
                                 fmt::format("RequestId: {} Error: the init phase took more than {} ms: the "
                                             "handler never asked for an event",
                                             invocation.request_id,
                                             std::chrono::floor<std::chrono::milliseconds>(init_limit_).count()));
}

// Until there is a result: the handler's, its process's end, or the time limit (false).
bool Instance::await_answer(const Invocation& invocation) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(function_->timeout_seconds);
  bool in_time = true;
  while (!result_ && !dead_ && in_time) {
    const auto soon = std::min(limit, std::chrono::steady_clock::now() + kLogEvery);
    if (changed_.wait(loop::Deadline::real(soon))) continue;
    flush_log();  // who follows the log sees what a long invocation says
    in_time = soon < limit;
  }
  if (result_) return true;
  if (dead_) {
    result_ = died();
    return true;
  }
  const std::string what = fmt::format("Task timed out after {}.00 seconds", function_->timeout_seconds);
  result_ = function_error("Sandbox.Timedout", fmt::format("RequestId: {} Error: {}", invocation.request_id, what));
  log_line(fmt::format("{} {} {}", base::format_iso8601(loop_.now()), invocation.request_id, what));
  return false;
}

void Instance::end() {
  dead_ = true;
  process_->signal(SIGKILL);
}

// Asks the kernel: the fiber that waits for the end may not have run yet.
bool Instance::process_has_ended() const {
  siginfo_t info = {};
  return ::waitid(P_PID, static_cast<id_t>(pid()), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
}

http::Response Instance::answer(http::Request& request) {
  std::string_view path = request.path;
  if (!path.starts_with(kApi)) return refused(404, "NotFound", "no such path in the Runtime API: " + request.path);
  path.remove_prefix(kApi.size());
  if (request.method == "GET" && path == "invocation/next") return next();
  if (request.method == "POST" && path == "init/error") return take_init_error(request);
  if (request.method == "POST" && path.starts_with("invocation/")) {
    const auto parts = base::split(path, '/');
    if (parts.size() == 3 && parts[2] == "response") return take_response(request, parts[1], false);
    if (parts.size() == 3 && parts[2] == "error") return take_response(request, parts[1], true);
  }
  return refused(404, "NotFound", "no such operation in the Runtime API: " + request.method + " " + request.path);
}

http::Response Instance::next() {
  asked_ = true;
  changed_.notify_all();
  while (!invocation_ || handed_out_) changed_.wait();
  // Killed while it was idle: the event has not left us and can go to another instance.
  if (process_has_ended()) return refused(500, "Runtime.Ended", "the process that asked has ended");
  handed_out_ = true;
  const Invocation& invocation = *invocation_;
  // The time limit is real time, whatever the world's clock says.
  const auto deadline = std::chrono::system_clock::now() + std::chrono::seconds(function_->timeout_seconds);
  http::Response response{.headers = {{"Content-Type", "application/json"},
                                      {"Lambda-Runtime-Aws-Request-Id", invocation.request_id},
                                      {"Lambda-Runtime-Deadline-Ms", std::to_string(base::to_epoch_millis(deadline))},
                                      {"Lambda-Runtime-Invoked-Function-Arn", function_->arn},
                                      {"Lambda-Runtime-Trace-Id", invocation.trace_id},
                                      {"Lambda-Runtime-Feedmill-Seed", std::to_string(invocation.seed)}},
                          .body = invocation.payload};
  if (invocation.world_time) {
    const std::string millis = std::to_string(base::to_epoch_millis(*invocation.world_time));
    response.headers.add("Lambda-Runtime-Feedmill-Time", millis);
  }
  return response;
}

http::Response Instance::take_response(http::Request& request, std::string_view id, bool is_error) {
  if (!invocation_ || !handed_out_ || id != invocation_->request_id) {
    return refused(400, "InvalidRequestID", "this is not the invocation that is running: " + std::string(id));
  }
  if (result_) return refused(403, "InvalidStateTransition", "this invocation has its answer already");
  if (!is_error && invocation_->stream && request.headers.get("lambda-runtime-function-response-mode") == "streaming") {
    return take_stream(request, invocation_->stream);
  }
  const std::string wanted = invocation_->request_id;
  std::string body;
  bool too_large = false;
  try {
    body = request.body->read_all(is_error ? kMaxErrorBody : kMaxResponse);
  } catch (const http::BodyTooLarge&) {
    too_large = true;
  }
  // Reading waited: the invocation may have ended meanwhile.
  if (!still_runs(wanted)) {
    return refused(400, "InvalidRequestID", "the invocation has ended");
  }
  if (too_large) {
    result_ = function_error(
        "Function.ResponseSizeTooLarge",
        fmt::format("Response payload size exceeded maximum allowed payload size ({} bytes).", kMaxResponse));
  } else {
    result_ = InvocationResult{.payload = std::move(body), .function_error = is_error ? "Unhandled" : ""};
  }
  changed_.notify_all();
  loop_.yield();  // whoever waits for the answer has it first
  return too_large ? refused(413, "RequestEntityTooLarge", "the response is larger than 6 MB") : accepted();
}

// What it says goes on to who asked as it comes, no faster than they take it. An error behind it ends the response
// before it is whole. (Lambda Developer Guide, "Building a custom runtime: response streaming")
http::Response Instance::take_stream(http::Request& request, std::shared_ptr<ResponseStream> stream) {
  const std::string wanted = invocation_->request_id;
  if (stream->has_begun()) return refused(403, "InvalidStateTransition", "this invocation streams its answer already");
  stream->begin(request.headers.get("content-type", "application/octet-stream"));
  std::uint64_t total = 0;
  for (std::string_view piece = request.body->read(); !piece.empty(); piece = request.body->read()) {
    total += piece.size();
    if (total > kMaxStream) break;
    stream->write(piece);
    if (!still_runs(wanted)) return refused(400, "InvalidRequestID", "the invocation has ended");
  }
  if (!still_runs(wanted)) return refused(400, "InvalidRequestID", "the invocation has ended");
  const std::string error_type = request.body->trailer("lambda-runtime-function-error-type");
  if (total > kMaxStream) {
    result_ = function_error(
        "Function.ResponseSizeTooLarge",
        fmt::format("Response payload size exceeded maximum allowed payload size ({} bytes).", kMaxStream));
  } else if (!error_type.empty()) {
    const auto error = base::from_base64(request.body->trailer("lambda-runtime-function-error-body"));
    result_ = error && !error->empty() ? InvocationResult{.payload = *error, .function_error = "Unhandled"}
                                       : function_error(error_type, "the response broke off");
  } else {
    result_ = InvocationResult{};
  }
  changed_.notify_all();
  return total > kMaxStream ? refused(413, "RequestEntityTooLarge", "the response is larger than 200 MB") : accepted();
}

http::Response Instance::take_init_error(http::Request& request) {
  if (asked_) return refused(403, "InvalidStateTransition", "the init phase is over");
  init_error_ = InvocationResult{.payload = request.body->read_all(kMaxErrorBody), .function_error = "Unhandled"};
  changed_.notify_all();
  return accepted();
}

}  // namespace lambda_service
