#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/patterns/pattern_event.h"
#include "emulator/patterns/pattern_value.h"

// EventBridge's language of event patterns, as a pure library: a pattern is compiled once and then compared with flat
// events. Semantics and sentences of errors: Amazon EventBridge User Guide, "Creating event patterns", and event-ruler,
// the library that AWS uses.

namespace patterns {

// A pattern that is none; what() is what AWS says behind "Reason: ".
struct PatternError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One thing that a value may be.
struct Condition {
  enum class Kind {
    kText,
    kSpelling,  // of a number, true, false or null
    kNumber,
    kRange,
    kAddress,
    kPrefix,
    kSuffix,
    kSameLetters,  // equals-ignore-case
    kWildcard,
    kExists,
    kAbsent,
    kNoneOf  // anything-but
  } kind = Kind::kExists;
  std::string text = {};
  bool ignore_case = false;  // of kPrefix and kSuffix; `text` is folded
  double least = 0, most = 0;
  bool above_least = false, below_most = false;  // the ends do not belong to it
  std::string first = {}, last = {};             // addresses
  Wildcard wildcard = {};
  std::vector<Condition> none_of = {};

  bool matches(const Value& value) const;
};

class Pattern {
 public:
  // Throws PatternError.
  static Pattern parse(std::string_view text);

  bool matches(const FlatEvent& event) const;

  // In how many states a wildcard of it can be at once, at most `most`.
  std::size_t complexity(std::size_t most) const;

 private:
  friend class PatternReader;
  // What one path must hold: one of the conditions.
  struct Need {
    std::string path = {};
    std::vector<Condition> conditions = {};
  };
  using Needs = std::vector<Need>;  // by path; all of them
  struct Search;
  static bool matches(const Needs& needs, const FlatEvent& event);

  std::vector<Needs> alternatives_ = {};  // of which one is enough: $or multiplied out
};

// TestEventPattern's and PutRule's own limit: wildcards that could be in many states at once. Throws PatternError.
void check_complexity(const Pattern& pattern);

}  // namespace patterns
