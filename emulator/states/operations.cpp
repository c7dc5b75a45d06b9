#include "emulator/states/operations.h"

#include <fmt/format.h>

#include "base/text.h"
#include "emulator/states/errors.h"

namespace states {

void refuse_unknown(const Fields& in, std::initializer_list<std::string_view> known) {
  const auto unknown = in.unknown(known);
  if (!unknown.empty()) throw validation(fmt::format("{} is not supported here", fmt::join(unknown, ", ")));
}

void refuse_unsupported_settings(const Fields& in) {
  if (in.string_or("type", "STANDARD") != "STANDARD")
    throw validation("type must be STANDARD: EXPRESS is not supported here yet");
  if (in.boolean_or("publish", false)) throw validation("publish is not supported here: machines have no versions yet");
  if (const auto logging = in.find_fields("loggingConfiguration");
      logging && logging->string_or("level", "OFF") != "OFF") {
    throw validation("loggingConfiguration.level must be OFF: executions are not logged here; see GetExecutionHistory");
  }
  if (const auto tracing = in.find_fields("tracingConfiguration"); tracing && tracing->boolean_or("enabled", false)) {
    throw validation("tracingConfiguration.enabled must be false: there is no X-Ray here");
  }
}

Page Page::from(const Fields& in) {
  const std::int64_t limit = in.integer_or("maxResults", 100);
  if (limit < 0 || limit > 1000) throw validation("maxResults must be from 0 to 1000");
  const auto first = base::parse_int(in.string_or("nextToken", "0"));
  if (!first || *first < 0) throw invalid_token();
  return {.limit = limit == 0 ? 100 : static_cast<std::size_t>(limit), .first = static_cast<std::size_t>(*first)};
}

base::Json Page::cut(std::string_view name, const base::Json& all) const {
  base::Json list = base::Json::array();
  base::Json answer = base::Json::object();
  for (std::size_t i = first; i < all.size() && list.size() < limit; ++i) list.push_back(all.at(i));
  if (first + limit < all.size()) answer.set("nextToken", std::to_string(first + limit));
  return answer.set(name, std::move(list));
}

base::Json summary(const ExecutionRecord& record) {
  base::Json shown = {{"executionArn", record.arn},
                      {"stateMachineArn", record.machine_arn},
                      {"name", record.name},
                      {"status", record.status},
                      {"startDate", base::to_epoch_seconds(record.started)}};
  if (record.stopped) shown.set("stopDate", base::to_epoch_seconds(*record.stopped));
  return shown;
}

protocol::JsonProtocol protocol_of() {
  return {.service = "states",
          .target_prefix = "AWSStepFunctions",
          .content_type = "application/x-amz-json-1.0",
          .faults = &kFieldFaults,
          .max_body = 4 << 20};
}

}  // namespace states
