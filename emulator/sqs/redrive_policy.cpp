#include "emulator/sqs/redrive_policy.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/sqs/attributes.h"
#include "emulator/sqs/errors.h"

namespace sqs {
namespace redrive_policy_detail {

using base::Json;

constexpr std::int64_t kMostReceives = 1'000;
constexpr std::size_t kMostSources = 10;

Fault invalid(std::string_view name, std::string_view value, std::string_view reason) {
  return invalid_parameter_value(fmt::format("Value {} for parameter {} is invalid. Reason: {}", value, name, reason));
}

bool is_queue_arn(std::string_view arn) { return arn.starts_with("arn:aws:sqs:") && base::split(arn, ':').size() == 6; }

Json parse(std::string_view name, const std::string& text) {
  auto policy = Json::try_parse(text);
  if (!policy || !policy->is_object()) throw invalid(name, text, "Amazon SQS can't parse it as JSON.");
  return std::move(*policy);
}

}  // namespace redrive_policy_detail

using namespace redrive_policy_detail;

void set_redrive_policy(QueueDescription& description, const std::string& text) {
  constexpr std::string_view kName = "RedrivePolicy";
  description.dead_letter_arn.clear();
  description.maximum_receives = 0;
  if (text.empty()) return;
  const Json policy = parse(kName, text);
  for (const auto& [name, member] : policy.members()) {
    if (name != "deadLetterTargetArn" && name != "maxReceiveCount") {
      throw invalid(kName, text, "Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].");
    }
  }
  const std::string arn = policy.text("deadLetterTargetArn");
  const Json* count = policy.find("maxReceiveCount");
  if (arn.empty()) throw invalid_parameter_value("The required parameter 'deadLetterTargetArn' is missing");
  if (!count) throw invalid_parameter_value("The required parameter 'maxReceiveCount' is missing");
  const auto number = count->is_string()    ? base::parse_int(count->as_string())
                      : count->is_integer() ? std::optional(count->as_int())
                                            : std::nullopt;
  if (!number || *number < 1 || *number > kMostReceives) {
    throw invalid(kName, text,
                  fmt::format("Invalid value for maxReceiveCount: {}, valid values are from 1 to 1000 both inclusive.",
                              count->is_string() ? count->as_string() : count->dump()));
  }
  if (!is_queue_arn(arn)) throw invalid(kName, text, "Invalid value for deadLetterTargetArn.");
  description.dead_letter_arn = arn;
  description.maximum_receives = int(*number);
}

std::string redrive_policy_of(const QueueDescription& description) {
  if (description.dead_letter_arn.empty()) return {};
  return Json{{"deadLetterTargetArn", description.dead_letter_arn}, {"maxReceiveCount", description.maximum_receives}}
      .dump();
}

void set_redrive_allow_policy(QueueDescription& description, const std::string& text) {
  constexpr std::string_view kName = "RedriveAllowPolicy";
  description.redrive_allow = text;
  if (text.empty()) return;
  const Json policy = parse(kName, text);
  for (const auto& [name, member] : policy.members()) {
    if (name != "redrivePermission" && name != "sourceQueueArns") {
      throw invalid(kName, text, "Only following attributes are supported: [redrivePermission, sourceQueueArns].");
    }
  }
  const std::string permission = policy.text("redrivePermission");
  if (permission != "allowAll" && permission != "denyAll" && permission != "byQueue") {
    throw invalid(kName, text, "Invalid value for redrivePermission: it must be allowAll, denyAll or byQueue.");
  }
  const Json* sources = policy.find("sourceQueueArns");
  if ((permission == "byQueue") != (sources != nullptr)) {
    throw invalid(kName, text, "sourceQueueArns goes with the redrivePermission byQueue, and only with that.");
  }
  if (!sources) return;
  const bool good = sources->is_array() && !sources->empty() && sources->size() <= kMostSources &&
                    std::ranges::all_of(sources->elements(), [](const Json& source) {
                      return source.is_string() && is_queue_arn(source.as_string());
                    });
  if (!good) throw invalid(kName, text, "sourceQueueArns must be 1 to 10 ARNs of queues.");
}

bool allows_redrive(const QueueDescription& dead_letter_queue, std::string_view source_arn) {
  if (dead_letter_queue.redrive_allow.empty()) return true;
  const Json policy = Json::parse(dead_letter_queue.redrive_allow);
  const std::string permission = policy.text("redrivePermission");
  if (permission != "byQueue") return permission == "allowAll";
  return std::ranges::any_of(policy.at("sourceQueueArns").elements(),
                             [&](const Json& source) { return source.as_string() == source_arn; });
}

}  // namespace sqs
