#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "emulator/asl/machine.h"

// A running state machine as a value: advance(machine, execution, event, now) gives the next value, what is to be done,
// and the history that happened. Nothing here waits, reads a clock or draws a random number: time and the seed come in.

namespace asl {

// ---- what happens to an execution ----

// Who it is: the context object's Execution and StateMachine.
struct Identity {
  std::string execution_arn = {};
  std::string execution_name = {};
  std::string role_arn = {};
  std::string machine_arn = {};
  std::string machine_name = {};
};

struct Started {
  Identity identity = {};
  std::string input = "{}";  // JSON text; the history shows it as it was given
  std::uint64_t seed = 0;    // of jitter, task tokens, States.UUID and States.MathRandom
};
// Ids are those of the commands. An event whose id is no longer waited for changes nothing.
struct TaskSubmitted {  // .sync and .waitForTaskToken: the service has taken the request
  std::int64_t id = 0;
  Json output = {};
};
struct TaskSucceeded {
  std::int64_t id = 0;
  Json output = {};
};
struct TaskFailed {
  std::int64_t id = 0;
  std::string error = {};
  std::string cause = {};
};
struct TaskTimedOut {  // what the task itself reports; TimeoutSeconds comes as TimerFired
  std::int64_t id = 0;
};
struct TaskHeartbeat {
  std::int64_t id = 0;
};
struct TimerFired {
  std::int64_t id = 0;
};
struct Stopped {
  std::optional<std::string> error = {};
  std::optional<std::string> cause = {};
};
using Event =
    std::variant<Started, TaskSubmitted, TaskSucceeded, TaskFailed, TaskTimedOut, TaskHeartbeat, TimerFired, Stopped>;

// ---- what is to be done ----

struct RunTask {
  std::int64_t id = 0;
  std::string resource = {};  // the ARN as the definition has it
  Json parameters = {};
  std::optional<Json> credentials = {};                                      // {"RoleArn": ...}
  std::optional<std::int64_t> timeout_seconds = {}, heartbeat_seconds = {};  // for information: the timers are set here
  std::string token = {};              // of .waitForTaskToken, else empty; unguessable as far as the seed is
  std::optional<Json> submitted = {};  // what TaskSubmitted brought: the service has taken it already
};
struct SetTimer {
  std::int64_t id = 0;
  base::TimePoint at = {};
};
struct CancelTask {
  std::int64_t id = 0;
};
struct CancelTimer {
  std::int64_t id = 0;
};
enum class Status { kRunning, kSucceeded, kFailed, kTimedOut, kAborted };
struct Done {
  Status status = Status::kSucceeded;
  Json output = {};  // kSucceeded
  std::optional<std::string> error = {};
  std::optional<std::string> cause = {};
};
using Command = std::variant<RunTask, SetTimer, CancelTask, CancelTimer, Done>;

// ---- the value ----

// One line of control: the execution's own, a Parallel's branch, a Map's iteration.
struct Branch {
  enum class Phase { kEnter, kRun, kStartTask, kWait };
  int id = 0;
  int parent = -1;  // the branch that stands in the Parallel or Map; -1 for the execution's own
  int index = 0;    // which of the Parallel's branches or the Map's items
  Phase phase = Phase::kEnter;
  std::string state = {};
  Json input = {};              // of the state, before InputPath
  std::int64_t last_event = 0;  // what the next event names as its previous one
  std::int64_t entered_event = 0;
  base::TimePoint entered_at = {};
  std::vector<std::int64_t> attempts = {};  // retries so far, one count for each Retrier
  Json variables = Json::object();
  std::optional<Json> item = {};  // a Map iteration's own

  std::optional<RunTask> task = {};
  std::map<std::int64_t, base::TimePoint> timers = {};  // that it waits for
  std::int64_t timeout_timer = 0, heartbeat_timer = 0;  // which of them mean a timeout

  // A Parallel or Map that runs.
  Json items = {};    // what a Map goes over
  Json results = {};  // by index
  std::size_t started = 0, finished = 0;
};

struct Execution {
  Status status = Status::kRunning;
  Identity identity = {};
  base::TimePoint started_at = {};
  Json input = {};
  std::uint64_t seed = 0;
  std::int64_t next_event = 1;
  std::int64_t next_command = 1;
  int next_branch = 0;
  std::map<int, Branch> branches = {};
  std::deque<int> ready = {};                                             // branches whose turn comes, in this order
  std::optional<std::pair<std::int64_t, base::TimePoint>> deadline = {};  // the machine's TimeoutSeconds
  std::optional<std::pair<std::int64_t, base::TimePoint>> pause = {};     // a long step goes on when this timer fires
};

struct Step {
  Execution execution = {};
  std::vector<Command> commands = {};
  std::vector<Json> history = {};  // as GetExecutionHistory shows them: {"timestamp", "type", "id", ...}
};

// The one function of this library. The first event is Started, on an empty Execution.
Step advance(const Machine& machine, Execution execution, const Event& event, base::TimePoint now);

// What a stored execution still waits for: its tasks in flight and its timers, as the commands that asked for them.
std::vector<Command> pending(const Execution& execution);

// An execution as JSON, and back. decode throws base::JsonError on anything that encode did not write.
Json encode(const Execution& execution);
Execution decode(const Json& stored);

std::string_view status_name(Status status);  // "TIMED_OUT"

}  // namespace asl
