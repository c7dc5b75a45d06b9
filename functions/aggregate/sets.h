#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "domain/file_set.h"
#include "lambda/runtime.h"
#include "ports/executions.h"
#include "ports/file_sets.h"
#include "ports/set_files.h"
#include "ports/settle_queue.h"

namespace aggregate {

struct Rules {
  std::chrono::seconds settle = std::chrono::seconds(60);  // without a new file for so long, a set counts as whole
  std::string ids = "int";                                 // the profile of new sets
};

// Makes sets of what has arrived, each once, however many notifications come at the same time and wherever a process
// ends in the middle.
//
// Whoever wants to make a set writes its manifest, then opens it (`open#<bucket>`, one at a time), and from there
// anybody who comes along takes the same steps to its end: claim every file, see that they are all still there, start
// the execution, note that, close. Each step says the same when it is taken twice, so a crash anywhere stops nobody.
class Sets {
 public:
  Sets(ports::FileSets& sets, ports::SetFiles& files, ports::Executions& executions, ports::SettleQueue& queue,
       const Rules& rules, const lambda::Invocation& call)
      : sets_(sets), files_(files), executions_(executions), queue_(queue), rules_(rules), call_(call) {}

  // Starts what is complete. What is not is said in the log; what is too young is looked at again later.
  std::vector<std::string> start_complete();  // ARNs of the executions

  // The set that an execution started by hand is to process: whatever is complete now, also the files of sets whose
  // execution ended without settling them. Throws Failure "NothingToProcess" or "SetRunsElsewhere". Safe to ask twice.
  domain::FileSet claim_for(const std::string& execution_arn);

 private:
  struct Unclaimed {
    std::vector<domain::ManifestFile> files = {};
    std::vector<ports::SetRecord> open_sets = {};   // those that have the others
    std::vector<ports::SetRecord> ended_sets = {};  // that had some of these, and failed
  };
  Unclaimed find_unclaimed();
  bool is_still(const std::vector<domain::ManifestFile>& files);
  std::optional<std::string> finish(const ports::Opening& opening);
  bool claim_all(const ports::Attempt& attempt, const domain::Manifest& manifest);
  bool claim_one(const ports::Attempt& attempt, const ports::FileSets::ObjectVersion& object,
                 std::optional<ports::Attempt> was);
  bool secure(const domain::Manifest& manifest);
  std::optional<domain::Manifest> find_overtaken(const Unclaimed& unclaimed);
  bool was_started(const ports::Opening& opening);
  void withdraw(const ports::Opening& opening, std::string_view why);
  void open(const std::vector<domain::ManifestFile>& files, int attempt, const std::string& execution_arn);
  void archive_again(const std::vector<domain::ManifestFile>& files, const ports::SetRecord& applied);
  bool abandon_dead(const std::vector<ports::SetRecord>& open_sets);

  ports::FileSets& sets_;
  ports::SetFiles& files_;
  ports::Executions& executions_;
  ports::SettleQueue& queue_;
  const Rules& rules_;
  const lambda::Invocation& call_;
};

// What became of a file of a settled set. kElsewhere: it went to quarantine or failed/, or was gone already. kStays:
// another object has its key now, or it was sent again.
enum class Moved { kArchived, kElsewhere, kStays };

// Moves a file where its fate says, and out of incoming.
Moved move_file(ports::SetFiles& files, const domain::Manifest& manifest, std::size_t index, bool batch_failed,
                const lambda::Log& log);

}  // namespace aggregate
