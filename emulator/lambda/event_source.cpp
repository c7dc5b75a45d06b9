#include "emulator/lambda/event_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "emulator/lambda/errors.h"

namespace lambda_service {
namespace event_source_detail {

using base::Json;
using std::chrono::seconds;

constexpr int kMostOfFifo = 10;
constexpr int kMostWithoutWindow = 10;

std::int64_t whole(const Json& value, std::string_view name, std::int64_t least, std::int64_t most) {
  if (!value.is_integer() || value.as_int() < least || value.as_int() > most) {
    throw invalid_parameter(fmt::format("{} must be a number from {} to {}", name, least, most));
  }
  return value.as_int();
}

bool has_report(const Json& types) {
  if (!types.is_array()) throw invalid_parameter("FunctionResponseTypes must be a list");
  for (const Json& type : types.elements()) {
    if (type.is_string() && type.as_string() == "ReportBatchItemFailures") continue;
    throw invalid_parameter("FunctionResponseTypes can hold ReportBatchItemFailures only");
  }
  return !types.empty();
}

// What CreateEventSourceMapping knows of streams and Kafka, too, and what is not done here.
bool is_nothing(const Json& value) {
  return value.is_null() || ((value.is_object() || value.is_array()) && value.empty());
}

}  // namespace event_source_detail

using namespace event_source_detail;

Json encode(const EventSource& source) {
  Json record{{"queue", source.queue_arn},
              {"function", source.function_arn},
              {"batchSize", source.batch_size},
              {"window", source.batching_window.count()},
              {"report", source.report_batch_item_failures},
              {"enabled", source.enabled},
              {"uuid", source.uuid},
              {"modified", source.last_modified.time_since_epoch().count()},
              {"fromTemplate", source.from_template}};
  if (source.maximum_concurrency) record.set("maximumConcurrency", *source.maximum_concurrency);
  if (Json criteria = source.filter.criteria(); !criteria.is_null()) record.set("filter", std::move(criteria));
  return record;
}

EventSource decode_event_source(const Json& record) {
  EventSource source{.queue_arn = record.at("queue").as_string(),
                     .function_arn = record.at("function").as_string(),
                     .batch_size = int(record.at("batchSize").as_int()),
                     .batching_window = seconds(record.at("window").as_int()),
                     .report_batch_item_failures = record.at("report").as_bool(),
                     .enabled = record.at("enabled").as_bool(),
                     .uuid = record.at("uuid").as_string(),
                     .last_modified = base::TimePoint(base::Duration(record.at("modified").as_int())),
                     .from_template = record.at("fromTemplate").as_bool()};
  if (const Json* most = record.find("maximumConcurrency")) source.maximum_concurrency = int(most->as_int());
  if (const Json* criteria = record.find("filter")) source.filter = MessageFilter::parse(*criteria);
  return source;
}

Json describe(const EventSource& source, std::string_view state) {
  const auto parts = base::split(source.function_arn, ':');
  const std::string arn =
      parts.size() > 4 ? fmt::format("arn:aws:lambda:{}:{}:event-source-mapping:{}", parts[3], parts[4], source.uuid)
                       : std::string();
  Json types = Json::array();
  if (source.report_batch_item_failures) types.push_back("ReportBatchItemFailures");
  Json shown{{"UUID", source.uuid},
             {"BatchSize", source.batch_size},
             {"MaximumBatchingWindowInSeconds", source.batching_window.count()},
             {"EventSourceArn", source.queue_arn},
             {"FunctionArn", source.function_arn},
             {"LastModified", base::to_epoch_seconds(source.last_modified)},
             {"State", !state.empty()   ? state
                       : source.enabled ? "Enabled"
                                        : "Disabled"},
             {"StateTransitionReason", "USER_INITIATED"},
             {"FunctionResponseTypes", std::move(types)},
             {"EventSourceMappingArn", arn}};
  if (source.maximum_concurrency) {
    shown.set("ScalingConfig", Json{{"MaximumConcurrency", *source.maximum_concurrency}});
  }
  if (Json criteria = source.filter.criteria(); !criteria.is_null()) shown.set("FilterCriteria", std::move(criteria));
  return shown;
}

void apply_settings(const Json& body, EventSource& source) {
  for (const auto& [name, value] : body.members()) {
    if (name == "BatchSize") {
      source.batch_size = int(whole(value, name, 1, 10'000));
    } else if (name == "MaximumBatchingWindowInSeconds") {
      source.batching_window = seconds(whole(value, name, 0, 300));
    } else if (name == "Enabled") {
      if (!value.is_bool()) throw invalid_parameter("Enabled must be true or false");
      source.enabled = value.as_bool();
    } else if (name == "FunctionResponseTypes") {
      source.report_batch_item_failures = has_report(value);
    } else if (name == "ScalingConfig") {
      const Json* most = value.is_object() ? value.find("MaximumConcurrency") : nullptr;
      source.maximum_concurrency =
          most ? std::optional(int(whole(*most, "ScalingConfig.MaximumConcurrency", 2, 1'000))) : std::nullopt;
    } else if (name == "FilterCriteria") {
      source.filter = is_nothing(value) ? MessageFilter() : MessageFilter::parse(value);
    } else if (name != "EventSourceArn" && name != "FunctionName" && !is_nothing(value)) {
      throw invalid_parameter(fmt::format("{} is not supported by this emulator for queues", name));
    }
  }
  if (source.is_fifo() && source.batching_window > seconds(0)) {
    throw invalid_parameter("Batching window is not supported for FIFO queues");
  }
  if (source.is_fifo() && source.batch_size > kMostOfFifo) {
    throw invalid_parameter("BatchSize must be 10 or less for a FIFO queue");
  }
  if (source.batch_size > kMostWithoutWindow && source.batching_window == seconds(0)) {
    throw invalid_parameter(
        "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");
  }
}

}  // namespace lambda_service
