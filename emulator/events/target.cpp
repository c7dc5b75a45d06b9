// What PutTargets takes for a target. (EventBridge API Reference, Target)

#include <algorithm>

#include "emulator/events/errors.h"
#include "emulator/events/json_path.h"
#include "emulator/events/names.h"
#include "emulator/events/rule.h"
#include "emulator/events/target_input.h"

namespace events {
namespace {

using protocol::Fields;

void check_range(const Fields& in, std::string_view name, std::int64_t least, std::int64_t most) {
  const auto value = in.find_integer(name);
  if (!value || (*value >= least && *value <= most)) return;
  throw constraint(
      fmt::format("Value '{}' at '{}' failed to satisfy constraint: Member must have value {} than or equal "
                  "to {}",
                  *value, in.path_of(name), *value < least ? "greater" : "less", *value < least ? least : most));
}

void check_transformer(const Fields& in, std::string_view id) {
  const auto transformer = in.find_fields("InputTransformer");
  if (!transformer) return;
  const auto paths = transformer->string_map("InputPathsMap");
  for (const auto& [name, path] : paths) {
    if (!JsonPath::parse(path)) {
      throw validation(fmt::format("InputPathsMap for target {} contains invalid path {} for {}.", id, path, name));
    }
  }
  for (const std::string& name : placeholders_of(transformer->string("InputTemplate"))) {
    if (is_reserved_placeholder(name)) continue;
    if (std::ranges::find(paths, name, &std::pair<std::string, std::string>::first) == paths.end()) {
      throw validation(fmt::format("InputTemplate for target {} contains invalid placeholder {}.", id, name));
    }
  }
}

}  // namespace

Target parse_target(const Fields& in) {
  Target target{.id = in.string("Id"), .arn = in.string("Arn"), .settings = in.json()};
  const auto unknown = in.unknown({"Id", "Arn", "RoleArn", "Input", "InputPath", "InputTransformer", "SqsParameters",
                                   "DeadLetterConfig", "RetryPolicy"});
  if (!unknown.empty()) throw not_supported(fmt::format("{} of target {}", unknown.front(), target.id));
  const int ways = int(in.has("Input")) + int(in.has("InputPath")) + int(in.has("InputTransformer"));
  if (ways > 1) {
    throw validation(
        fmt::format("Only one of Input, InputPath, or InputTransformer must be provided for target {}.", target.id));
  }
  if (const auto input = in.find_string("Input"); input && !base::Json::try_parse(*input)) {
    throw validation(fmt::format("JSON syntax error in input for target {}.", target.id));
  }
  if (const auto path = in.find_string("InputPath"); path && !path->empty() && !JsonPath::parse(*path)) {
    throw validation(fmt::format("Invalid InputPath for target {}.", target.id));
  }
  check_transformer(in, target.id);
  if (const auto retry = in.find_fields("RetryPolicy")) {
    check_range(*retry, "MaximumRetryAttempts", 0, 185);
    check_range(*retry, "MaximumEventAgeInSeconds", 60, 86'400);
  }
  if (const auto dead_letter = in.find_fields("DeadLetterConfig")) dead_letter->find_string("Arn");
  if (const auto queue = in.find_fields("SqsParameters")) queue->find_string("MessageGroupId");
  if (target.arn.ends_with(".fifo") && target.arn.starts_with("arn:aws:sqs:") && !in.has("SqsParameters")) {
    throw validation(fmt::format("Parameter(s) SqsParameters must be specified for target: {}.", target.id));
  }
  return target;
}

}  // namespace events
