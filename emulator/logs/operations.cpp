#include "emulator/logs/operations.h"

#include <fmt/format.h>

#include "emulator/logs/errors.h"

namespace logs {

std::string group_arn(const Call& call, std::string_view group) {
  return protocol::make_arn("logs", call, fmt::format("log-group:{}", group));
}

void refuse_unknown(const Fields& in, std::initializer_list<std::string_view> known) {
  const auto unknown = in.unknown(known);
  if (!unknown.empty()) throw invalid_parameter(fmt::format("{} is not supported here", fmt::join(unknown, ", ")));
}

std::int64_t checked_limit(const Fields& in, std::int64_t otherwise, std::int64_t most) {
  const std::int64_t limit = in.integer_or("limit", otherwise);
  if (limit < 1 || limit > most) {
    throw invalid_parameter(
        fmt::format("1 validation error detected: Value '{}' at 'limit' failed to satisfy constraint: Member "
                    "must have value less than or equal to {}",
                    limit, most));
  }
  return limit;
}

protocol::JsonProtocol protocol_of() {
  return {.service = "logs",
          .target_prefix = "Logs_20140328",
          .content_type = "application/x-amz-json-1.1",
          .faults = &kFieldFaults};
}

}  // namespace logs
