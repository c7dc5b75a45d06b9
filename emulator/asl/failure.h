#pragma once

#include <optional>
#include <stdexcept>
#include <string>

namespace asl {

// What can stop a state: an error by name, and why.
//
// `kRuntime` failures end the execution as States.Runtime with the state's name and event in front of the cause,
// unless a Retrier or Catcher names `error` itself; nothing catches States.Runtime, not even its own name.
struct Failure : std::runtime_error {
  enum class Kind { kError, kRuntime };
  Failure(Kind failure_kind, std::string error_name, std::optional<std::string> why)
      : std::runtime_error(error_name), kind(failure_kind), error(std::move(error_name)), cause(std::move(why)) {}

  Kind kind = Kind::kError;
  std::optional<std::string> error = {};
  std::optional<std::string> cause = {};
};

inline Failure runtime_failure(std::string why) { return {Failure::Kind::kRuntime, "States.Runtime", std::move(why)}; }

}  // namespace asl
