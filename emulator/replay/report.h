#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "emulator/replay/comparison.h"

namespace replay {

// How a case ended, worst last. The numbers are `feedmill replay`'s exit statuses.
enum class Outcome {
  kPassed = 0,
  kMismatch = 1,
  kBadCase = 2,
  kHarness = 3,           // the emulator or a handler could not be run
  kNotDeterministic = 4,  // --repeat gave other calls or other effects
  kNotQuiescent = 5,      // it did not come to rest
  kPersonalData = 6
};

struct Result {
  std::string name = {};  // suite/id
  std::string file = {};
  std::string description = {};  // what the case shows, in its own words
  Outcome outcome = Outcome::kPassed;
  std::string sentence = {};  // of what is no mismatch
  std::vector<Difference> differences = {};
  double seconds = 0;
};

// For a line of text between processes.
base::Json to_json(const Result& result);
Result result_from(const base::Json& json);

// What a person reads: a line for each case that did not pass, its differences below it, and the count.
std::string to_text(const std::vector<Result>& results);
std::string to_junit(const std::vector<Result>& results);  // JUnit XML, as Jenkins and GitLab read it
std::string to_tap(const std::vector<Result>& results);    // TAP 13

// 0 when all passed, else the status of the worst.
int exit_status(const std::vector<Result>& results);

}  // namespace replay
