#include "emulator/sns/operations.h"

#include <fmt/format.h>

#include "base/text.h"
#include "emulator/sns/errors.h"

namespace sns {
namespace operations_detail {

using protocol::QueryShape;
using Kind = QueryShape::Kind;

constexpr QueryShape kShapes[] = {
    {.member = "Attributes", .kind = Kind::kEntryMap},
    {.member = "MessageAttributes", .kind = Kind::kEntryMap, .key = "Name", .value = "Value"},
    {.member = "PublishBatchRequestEntries", .kind = Kind::kMemberList},
    {.member = "Successful", .kind = Kind::kMemberList},
    {.member = "Failed", .kind = Kind::kMemberList},
    {.member = "Tags", .kind = Kind::kMemberList},
    {.member = "TagKeys", .kind = Kind::kMemberList},
    {.member = "Topics", .kind = Kind::kMemberList},
    {.member = "Subscriptions", .kind = Kind::kMemberList},
};

// arn:aws:sns:<region>:<account>:<topic>[:<subscription>]
bool is_arn(std::string_view arn, std::size_t parts) {
  return arn.starts_with("arn:aws:sns:") && base::split(arn, ':').size() == parts;
}

}  // namespace operations_detail

using namespace operations_detail;

protocol::QueryProtocol query_protocol_of() {
  return {.service = "sns",
          .version = "2010-03-31",
          .xml_namespace = "http://sns.amazonaws.com/doc/2010-03-31/",
          .faults = &kFieldFaults,
          .shapes = kShapes,
          .denied_code = "AuthorizationError"};
}

std::string parse_topic_arn(const Fields& in, std::string_view field) {
  std::string arn = in.string(field);
  if (!is_arn(arn, 6)) throw invalid_parameter(fmt::format("{} Reason: no valid topic ARN: {}", field, arn));
  return arn;
}

std::string parse_subscription_arn(const Fields& in) {
  std::string arn = in.string("SubscriptionArn");
  if (!is_arn(arn, 7)) throw invalid_parameter("SubscriptionArn Reason: no valid subscription ARN: " + arn);
  return arn;
}

Tags parse_tags(const Fields& in) {
  Tags tags;
  in.each("Tags", [&](const Fields& tag) { tags.emplace_back(tag.string("Key"), tag.string("Value")); });
  return tags;
}

std::string any_topic(const Call& call) { return protocol::make_arn("sns", call, "*"); }

base::Json describe(const Subscription& subscription) {
  return {{"SubscriptionArn", subscription.arn},
          {"Owner", subscription.owner},
          {"Protocol", subscription.description.protocol},
          {"Endpoint", subscription.description.endpoint},
          {"TopicArn", subscription.description.topic_arn}};
}

void refuse_unknown(const Fields& in, std::initializer_list<std::string_view> known) {
  const auto unknown = in.unknown(known);
  if (!unknown.empty()) throw not_supported(fmt::format("The parameter {}", fmt::join(unknown, ", ")));
}

}  // namespace sns
