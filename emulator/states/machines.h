#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/asl/machine.h"
#include "emulator/loop/loop.h"
#include "emulator/protocol/call.h"
#include "emulator/store/store.h"

namespace states {

using base::TimePoint;

// A state machine as it is described, and its definition, read.
struct StateMachine {
  std::string account = {};
  std::string region = {};
  std::string name = {};
  std::string arn = {};
  std::string definition = {};  // as it was given
  std::string role = {};        // ARN
  TimePoint created = {};
  TimePoint updated = {};
  std::string revision = {};  // of the last update; empty before the first
  std::vector<std::pair<std::string, std::string>> tags = {};
  std::shared_ptr<const asl::Machine> machine = {};
};

// The state machines of the emulator.
class Machines {
 public:
  Machines(loop::Loop& loop, store::Store& store);

  // Makes it, or, where it is there, gives it this definition and role: what the template says holds. Fills in arn,
  // times, revision. Throws invalid_definition(), invalid_name().
  std::shared_ptr<const StateMachine> put(StateMachine machine);
  // put() of one that is there. It has a revision afterwards, also where nothing changed.
  std::shared_ptr<const StateMachine> update(StateMachine machine);
  void remove(const std::string& arn);                                                           // its executions stay
  void set_tags(const std::string& arn, std::vector<std::pair<std::string, std::string>> tags);  // throws as get()
  std::shared_ptr<const StateMachine> find(const std::string& arn) const;
  std::shared_ptr<const StateMachine> get(
      const std::string& arn) const;  // throws invalid_arn(), state_machine_does_not_exist()
  std::vector<std::shared_ptr<const StateMachine>> list(const protocol::Call& call) const;  // oldest first

 private:
  std::shared_ptr<const StateMachine> save(StateMachine machine);

  loop::Loop& loop_;
  store::Store& store_;
  store::Space space_ = {};
  std::map<std::string, std::shared_ptr<const StateMachine>> machines_ = {};  // by ARN
};

// Names of machines and executions: 1 to 80 characters, none of them blank, bracket, wildcard, or one of "#%\^|~`$&,;:/
// (CreateStateMachine, name). Throws invalid_name().
void check_name(std::string_view name);

}  // namespace states
