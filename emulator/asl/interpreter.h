#pragma once

#include <functional>

#include "emulator/asl/execution.h"
#include "emulator/asl/failure.h"

// Interpreter: one step of an execution, from the event that came in to where every branch waits. It lives for one call
// of advance(); run_<type>.cpp hold what each type of state does and call back here to move on.

namespace asl {

class Interpreter {
 public:
  Interpreter(const Machine& machine, Execution execution, base::TimePoint now)
      : machine_(machine), execution_(std::move(execution)), now_(now) {}

  Step take(const Event& event);

  // ---- for run_<type>.cpp ----

  base::TimePoint now() const { return now_; }
  Execution& execution() { return execution_; }
  const State& state_of(const Branch& branch) const;

  // What expressions see in this branch with `data` as `$`. The data must outlive it.
  Scope scope(Branch& branch, const Json& data);

  // History. `note` is the branch's next event; `log` names its previous one itself.
  std::int64_t note(Branch& branch, std::string_view type, std::string_view details_name = {}, Json details = {});
  std::int64_t log(std::int64_t previous, std::string_view type, std::string_view details_name = {}, Json details = {});

  // In place: GCC 12 sees uninitialised members where a Command is moved.
  template <typename Kind>
  void command(Kind kind) {
    step_.commands.emplace_back(std::in_place_type<Kind>, std::move(kind));
  }
  std::int64_t next_command() { return execution_.next_command++; }
  std::int64_t set_timer(Branch& branch, base::TimePoint at);
  void cancel_timers(Branch& branch);

  // Input processing: InputPath, then Parameters.
  Json effective_input(Branch& branch, const State& state);
  Json work_input(Branch& branch, const State& state);

  // The state has its result: ResultSelector, Assign, ResultPath, OutputPath, and on to the next.
  void complete(Branch& branch, const State& state, Json result);
  // Its output stands already. `assigned` are variables that Assign made.
  void leave(Branch& branch, const State& state, Json output, Json assigned, const std::string& next);
  // Retry, Catch, or fail what the branch belongs to.
  void fail(Branch& branch, Failure failure);
  // Runs it and turns a Failure it throws into one of the branch's state.
  void attempt(Branch& branch, const std::function<void()>& work);

  Branch& add_branch(const Branch* parent, int index, const Flow& flow, Json input);
  void make_ready(Branch& branch, Branch::Phase phase);
  // Ends all that runs inside the branch, and says so in the history where `previous` is given.
  void remove_children(int parent, std::optional<std::int64_t> previous);

 private:
  struct HistoryFull {};

  void start(const Started& event);
  void deliver(const Event& event);
  void run_ready();
  void take_turn(Branch& branch);
  void enter(Branch& branch, const State& state);
  void run(Branch& branch, const State& state);
  void timer_fired(std::int64_t id);
  void finish_branch(Branch& branch, Json output);
  void fail_branch(Branch& branch, const Failure& failure);
  bool retry(Branch& branch, const State& state, const Failure& failure);
  bool catch_failure(Branch& branch, const State& state, const Failure& failure);
  void finish(Done done, std::int64_t previous);
  const Flow& flow_of(const Branch& branch) const;
  Json context_of(const Branch& branch) const;
  Branch* find_by_task(std::int64_t id);

  const Machine& machine_;
  Execution execution_;
  base::TimePoint now_;
  Step step_ = {};
  Json context_ = {};  // of the expression that is evaluated
};

// What each type of state does when its turn comes.
void run_pass(Interpreter& interpreter, Branch& branch, const State& state);
void run_task(Interpreter& interpreter, Branch& branch, const State& state);
void run_choice(Interpreter& interpreter, Branch& branch, const State& state);
void run_wait(Interpreter& interpreter, Branch& branch, const State& state);
void run_succeed(Interpreter& interpreter, Branch& branch, const State& state);
void run_fail(Interpreter& interpreter, Branch& branch, const State& state);
void run_parallel(Interpreter& interpreter, Branch& branch, const State& state);
void run_map(Interpreter& interpreter, Branch& branch, const State& state);

// A branch or iteration of `parent` is through; `child_last` is its last event.
void branch_finished(Interpreter& interpreter, Branch& parent, const State& state, int index, Json output,
                     std::int64_t child_last);

// Tasks after they were scheduled.
void start_task(Interpreter& interpreter, Branch& branch, const State& state);
void submit_task(Interpreter& interpreter, Branch& branch, const State& state, const Json& output);
void succeed_task(Interpreter& interpreter, Branch& branch, const State& state, const Json& output);
void fail_task(Interpreter& interpreter, Branch& branch, const State& state, const std::string& error,
               const std::string& cause);
void time_out_task(Interpreter& interpreter, Branch& branch, const State& state);
void renew_heartbeat(Interpreter& interpreter, Branch& branch);

// Data flow. (data_flow.cpp)
inline constexpr std::size_t kMaxPayload = 262'144;  // bytes of a state's input or output
Json apply_path(const DataPath& path, const Scope& scope);
Json apply_result_path(const DataPath& path, const Json& input, Json result);
// Every variable that Assign gives; the values as the history shows them are their JSON texts.
Json evaluate_assign(const std::optional<Json>& assign, const Scope& scope);
// The value of a field that may be given as a path; nothing where neither is. `field` is the path's name.
std::optional<std::int64_t> integer_of(const Given<std::int64_t>& given, const Scope& scope, std::string_view field);
void check_size(const Json& output, const std::string& state_or_task);
Failure too_large(const std::string& state_or_task);

}  // namespace asl
