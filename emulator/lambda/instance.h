#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emulator/http/server.h"
#include "emulator/lambda/function.h"
#include "emulator/lambda/invocation.h"
#include "emulator/loop/loop.h"
#include "emulator/loop/process.h"

namespace lambda_service {

// Where a handler's output goes: group, stream, lines.
using LogSink =
    std::function<void(const std::string& group, const std::string& stream, const std::vector<std::string>& lines)>;

// One process of a function and the Runtime API that it talks to, on a port of its own: the address tells which
// instance asks. Takes one invocation at a time. Source: "Using the Lambda runtime API for custom runtimes", version
// 2018-06-01.
class Instance {
 public:
  // Starts `bootstrap` in the function's code directory. Throws std::system_error when there is none or it cannot run.
  // `init_limit`: how long it may take to ask for its first event; AWS ends the init phase after 10 s.
  Instance(loop::Loop& loop, std::shared_ptr<const Function> function, std::vector<std::string> environment,
           std::string log_stream, LogSink log, loop::Duration init_limit = std::chrono::seconds(10));
  ~Instance();  // ends the process

  bool dead() const { return dead_; }
  bool ready() const {
    return !dead_ && !invocation_;
  }  // free for the next invocation, though it may still be starting
  const Function& function() const { return *function_; }
  int pid() const { return process_ ? process_->pid() : -1; }
  std::chrono::steady_clock::time_point last_used() const { return last_used_; }

  // Hands the event over and waits for the answer, for the function's time limit, or for the process's end. `ready()`
  // must hold. Whoever is cancelled while it waits takes the process along: nobody is left to take its answer.
  InvocationResult invoke(const Invocation& invocation);

  // The process goes on in another world: the function as that knows it, and where its output goes from now on. While
  // `ready()`.
  void move_to(std::shared_ptr<const Function> function, std::string log_stream, LogSink log);

  // Tells the process to go (SIGTERM); it is killed when it has not after a moment, and at the latest by the
  // destructor.
  void shut_down();

 private:
  http::Response answer(http::Request& request);
  http::Response next();
  http::Response take_response(http::Request& request, std::string_view id, bool is_error);
  http::Response take_stream(http::Request& request, std::shared_ptr<ResponseStream> stream);
  bool still_runs(std::string_view request_id) const {
    return invocation_ && handed_out_ && invocation_->request_id == request_id && !result_;
  }
  http::Response take_init_error(http::Request& request);
  void read_output();
  void watch_exit();
  void log_line(std::string line);
  void flush_log();
  InvocationResult died() const;
  void await_init(const Invocation& invocation);
  bool await_answer(const Invocation& invocation);  // false: the time limit came first
  void end();
  bool process_has_ended() const;

  loop::Loop& loop_;
  std::shared_ptr<const Function> function_ = {};
  std::string log_stream_ = {};
  LogSink log_;
  loop::Duration init_limit_ = {};
  loop::Signal changed_;
  std::unique_ptr<http::Server> server_ = {};
  std::unique_ptr<loop::Process> process_ = {};
  loop::Fiber output_fiber_ = {}, exit_fiber_ = {}, log_fiber_ = {};

  bool asked_ = false;  // it has asked for an event at least once: the init phase is over
  bool dead_ = false;
  bool handed_out_ = false;
  const Invocation* invocation_ = nullptr;
  std::optional<InvocationResult> result_ = {};
  std::optional<InvocationResult> init_error_ = {};
  std::optional<loop::Process::Exit> exit_ = {};
  std::chrono::steady_clock::time_point last_used_ = {};
  std::string partial_line_ = {};
  std::string tail_ = {};
  std::vector<std::string> lines_ = {};
};

}  // namespace lambda_service
