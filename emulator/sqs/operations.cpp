#include "emulator/sqs/operations.h"

#include <fmt/format.h>

#include "base/text.h"
#include "emulator/sqs/errors.h"

namespace sqs {
namespace operations_detail {

using protocol::QueryShape;
using Kind = QueryShape::Kind;

// From the service model that SQS had before it spoke JSON.
constexpr QueryShape kShapes[] = {
    {.member = "Entries", .kind = Kind::kFlatList, .element = "SendMessageBatchRequestEntry"},
    {.member = "Entries", .kind = Kind::kFlatList, .element = "DeleteMessageBatchRequestEntry"},
    {.member = "Entries", .kind = Kind::kFlatList, .element = "ChangeMessageVisibilityBatchRequestEntry"},
    {.member = "Successful",
     .kind = Kind::kFlatList,
     .element = "SendMessageBatchResultEntry",
     .operation = "SendMessageBatch"},
    {.member = "Successful",
     .kind = Kind::kFlatList,
     .element = "DeleteMessageBatchResultEntry",
     .operation = "DeleteMessageBatch"},
    {.member = "Successful",
     .kind = Kind::kFlatList,
     .element = "ChangeMessageVisibilityBatchResultEntry",
     .operation = "ChangeMessageVisibilityBatch"},
    {.member = "Failed", .kind = Kind::kFlatList, .element = "BatchResultErrorEntry"},
    {.member = "Messages", .kind = Kind::kFlatList, .element = "Message"},
    {.member = "QueueUrls", .kind = Kind::kFlatList, .element = "QueueUrl", .only_in_answers = true},
    {.member = "queueUrls", .kind = Kind::kFlatList, .element = "QueueUrl", .only_in_answers = true},
    {.member = "AttributeNames", .kind = Kind::kFlatList, .element = "AttributeName"},
    {.member = "MessageAttributeNames", .kind = Kind::kFlatList, .element = "MessageAttributeName"},
    {.member = "MessageSystemAttributeNames", .kind = Kind::kFlatList, .element = "MessageSystemAttributeName"},
    {.member = "AWSAccountIds", .kind = Kind::kFlatList, .element = "AWSAccountId"},
    {.member = "Actions", .kind = Kind::kFlatList, .element = "ActionName"},
    {.member = "Results", .kind = Kind::kFlatList, .element = "ListMessageMoveTasksResultEntry"},
    {.member = "TagKeys", .kind = Kind::kFlatList, .element = "TagKey"},
    {.member = "Attributes", .kind = Kind::kFlatMap, .element = "Attribute", .key = "Name", .value = "Value"},
    {.member = "MessageAttributes",
     .kind = Kind::kFlatMap,
     .element = "MessageAttribute",
     .key = "Name",
     .value = "Value"},
    {.member = "MessageSystemAttributes",
     .kind = Kind::kFlatMap,
     .element = "MessageSystemAttribute",
     .key = "Name",
     .value = "Value"},
    {.member = "tags",
     .kind = Kind::kFlatMap,
     .element = "Tag",
     .key = "Key",
     .value = "Value",
     .operation = "CreateQueue"},
    {.member = "Tags", .kind = Kind::kFlatMap, .element = "Tag", .key = "Key", .value = "Value"},
    {.member = "Tags", .kind = Kind::kFlatMap, .element = "Tags", .key = "Key", .value = "Value"},
};

}  // namespace operations_detail

protocol::JsonProtocol protocol_of() {
  return {
      .service = "sqs",
      .target_prefix = "AmazonSQS",
      .content_type = "application/x-amz-json-1.0",
      .error_namespace = "com.amazonaws.sqs#",
      .faults = &kFieldFaults,
      .not_json =
          [] { return common("SerializationException", "MalformedInput", "The request's body is not a JSON object."); },
      .unknown_operation =
          [](std::string_view name) {
            return common("UnknownOperationException", "InvalidAction",
                          fmt::format("The action {} is not valid for this endpoint.", name));
          }};
}

protocol::QueryProtocol query_protocol_of() {
  return {.service = "sqs",
          .version = "2012-11-05",
          .xml_namespace = "http://queue.amazonaws.com/doc/2012-11-05/",
          .faults = &kFieldFaults,
          .shapes = operations_detail::kShapes,
          .path_member = "QueueUrl"};
}

std::string parse_queue_url(const Fields& in) {
  const std::string url = in.string("QueueUrl");
  if (url.empty() || url.ends_with('/')) throw invalid_address(url);
  return url;
}

std::string url_of(const QueueDescription& queue, const Call& call) {
  return fmt::format("{}/{}/{}", call.endpoint, queue.account, queue.name);
}

std::string arn_of(std::string_view queue_url, const Call& call) {
  const auto scheme = queue_url.find("://");
  const auto parts = base::split(scheme == std::string_view::npos ? queue_url : queue_url.substr(scheme + 3), '/');
  const bool has_account = parts.size() >= 2 && parts[parts.size() - 2].size() == 12 &&
                           parts[parts.size() - 2].find_first_not_of("0123456789") == std::string_view::npos;
  return queue_arn(call.region, has_account ? parts[parts.size() - 2] : std::string_view(call.account), parts.back());
}

void refuse_unknown(const Fields& in, std::initializer_list<std::string_view> known) {
  const auto unknown = in.unknown(known);
  if (unknown.empty()) return;
  throw unsupported_operation(
      fmt::format("The parameter {} is not supported by this emulator.", fmt::join(unknown, ", ")));
}

std::optional<std::int64_t> find_in_range(const Fields& in, std::string_view name, std::int64_t least,
                                          std::int64_t most) {
  const auto value = in.find_integer(name);
  if (value && (*value < least || *value > most)) throw out_of_range(*value, name, least, most);
  return value;
}

seconds parse_visibility(const Fields& in) {
  in.get("VisibilityTimeout");
  return seconds(find_in_range(in, "VisibilityTimeout", 0, 43'200).value_or(0));
}

}  // namespace sqs
