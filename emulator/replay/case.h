#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/time.h"

namespace replay {

// A recorded case, events/<suite>/<id>.case.json: a world, what comes in from outside, and what must have come of it
// when nothing runs any more. events/README.md is the format's reference.

// What is wrong with a case file: `path` is a JSON Pointer into it.
struct CaseError : std::runtime_error {
  CaseError(const std::string& path, const std::string& what)
      : std::runtime_error((path.empty() ? "the case" : path) + ": " + what) {}
};

// What comes in, `at` so long after the clock's start.
struct Input {
  base::Duration at = {};
  int times = 1;          // sent so often, one after the other
  std::string kind = {};  // "http", "s3", "sqs", "sns", "events", "invoke", "states", "call"
  base::Json body = {};
};

// How values at a place are compared, where they need not be equal.
struct Rule {
  enum class Kind {
    kAny,      // it is there
    kUuid,     // a UUID
    kUlid,     // a ULID
    kTime,     // an RFC 3339 time
    kDecimal,  // the same number: "10.50" is "10.5"
    kSet,      // an array in any order
    kBind      // the text found there stands for the expected one, wherever else it is
  };
  std::string path = {};  // JSON Pointer into `expect`; a segment "*" is any
  Kind kind = Kind::kAny;
};

// What a mismatch below `path` means to the business.
struct Reason {
  std::string path = {};
  std::string rule = {};
};

struct Case {
  std::string file = {};
  std::string suite = {}, id = {};  // from the file's path
  std::string description = {};
  std::vector<int> recorded_answers = {};  // the statuses of the inputs' answers where they were recorded
  base::TimePoint start = {};
  std::optional<base::TimePoint> until = {};  // periodic timers fire as far as this; nothing: not at all
  std::uint64_t seed = 1;
  std::map<std::string, std::string> parameters = {};  // of the template
  base::Json faults = {};                              // as POST /_feedmill/faults takes them
  base::Json given = {};  // {"s3": …, "dynamodb": …, "sqs": …}, as snapshot.h shows them
  std::vector<Input> inputs = {};
  base::Json mocks = {};  // function → answers, one for each invocation: {"result": …} or {"error": {errorType, …}}
  base::Json expect = {};
  std::vector<std::string> ignore = {};  // sections of what came of it that are not compared
  std::vector<Rule> rules = {};
  std::vector<Reason> reasons = {};
  std::vector<std::string> allowed_personal_data = {};
  base::Json document = {};  // the file itself, for --update

  std::string name() const { return suite + "/" + id; }
};

// The sections of `expect`. One that a case does not name must stay empty.
extern const std::vector<std::string_view> kSections;

// `file` as it was given: its last folder names the suite. Throws CaseError.
Case parse_case(const std::string& file, std::string_view text);

// The parsed pointer "/a/*/b~1c": segments, unescaped.
std::vector<std::string> parse_pointer(std::string_view pointer);
// Whether the place, or (kBelow) a place above it, fits the pattern.
enum class Fit { kExactly, kBelow };
bool fits(std::string_view pattern, const std::vector<std::string>& place, Fit fit);
std::string to_pointer(const std::vector<std::string>& place);

}  // namespace replay
