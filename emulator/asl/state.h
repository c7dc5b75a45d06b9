#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "emulator/asl/comparison.h"
#include "emulator/asl/expression.h"

// The parts of a definition: a Flow (StartAt and States) of States, each with the fields of its type.

namespace asl {

struct State;

struct Flow {
  std::string start_at = {};
  std::map<std::string, std::shared_ptr<const State>, std::less<>> states = {};
};

// A field that exists as `X` and as `XPath`.
template <typename T>
struct Given {
  std::optional<T> value = {};
  std::optional<Path> path = {};
  bool present() const { return value || path; }
};

// InputPath, ResultPath, OutputPath: absent means `$`, null means nothing passes.
struct DataPath {
  bool discard = false;
  std::optional<Path> path = {};
};

struct Retrier {
  std::vector<std::string> errors = {};
  double interval_seconds = 1;
  std::int64_t max_attempts = 3;
  double backoff_rate = 2;
  std::optional<double> max_delay_seconds = {};
  bool full_jitter = false;
};

struct Catcher {
  std::vector<std::string> errors = {};
  DataPath result_path = {};
  std::optional<Json> assign = {};
  std::string next = {};
};

// A Choice Rule's condition: a comparison, or And/Or/Not of others.
struct Condition {
  enum class Kind { kAnd, kOr, kNot, kCompare };
  Kind kind = Kind::kCompare;
  std::vector<Condition> children = {};
  std::optional<Path> variable = {};
  const Comparison* comparison = nullptr;
  Json value = {};
  std::optional<Path> value_path = {};  // the ...Path variants
};

struct ChoiceRule {
  Condition condition = {};
  std::optional<Json> assign = {};
  std::string next = {};
};

// Fail's Error and Cause: text, a path, or an intrinsic function.
struct FailText {
  std::optional<std::string> text = {};
  std::optional<Expression> expression = {};
};

struct TaskResource {
  enum class Kind { kLambda, kService };
  Kind kind = Kind::kLambda;
  std::string arn = {};
  std::string service = {};  // resourceType: "sqs", "aws-sdk:s3"
  std::string action = {};   // resource: "sendMessage.waitForTaskToken"
  bool wants_token = false;
  bool is_sync = false;
};

struct State {
  enum class Type { kPass, kTask, kChoice, kWait, kSucceed, kFail, kParallel, kMap };
  Type type = Type::kPass;
  std::string name = {};
  std::string next = {};  // empty: the state ends its flow

  DataPath input_path = {}, result_path = {}, output_path = {};
  std::optional<Json> parameters = {}, result_selector = {}, assign = {};
  std::vector<Retrier> retriers = {};
  std::vector<Catcher> catchers = {};

  std::optional<Json> result = {};  // Pass

  TaskResource resource = {};  // Task
  Given<std::int64_t> timeout_seconds = {}, heartbeat_seconds = {};
  std::optional<Json> credentials = {};

  std::vector<ChoiceRule> choices = {};  // Choice
  std::string default_next = {};

  Given<std::int64_t> seconds = {};  // Wait
  Given<base::TimePoint> timestamp = {};

  FailText error = {}, cause = {};  // Fail

  std::vector<Flow> branches = {};  // Parallel

  Flow processor = {};  // Map
  std::optional<Path> items_path = {};
  std::optional<Json> item_selector = {};  // also as Parameters, as it was called before
  Given<std::int64_t> max_concurrency = {};
};

std::string_view type_name(State::Type type);

}  // namespace asl
