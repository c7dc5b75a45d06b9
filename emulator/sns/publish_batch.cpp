#include <algorithm>
#include <set>

#include "emulator/sns/errors.h"
#include "emulator/sns/operations.h"

namespace sns {
namespace publish_batch_operation {

constexpr std::size_t kMostEntries = 10;
constexpr std::size_t kMostBytes = 262'144;

struct Entry {
  std::string id = {};
  Publication publication = {};
  std::optional<Fault> fault = {};  // what is wrong with this entry; the others go on without it
};

struct Request {
  std::string topic_arn = {};
  std::vector<Entry> entries = {};
  static Request from(const Fields& in);
};

bool is_entry_id(std::string_view id) {
  return !id.empty() && id.size() <= 80 && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

Request Request::from(const Fields& in) {
  refuse_unknown(in, {"TopicArn", "PublishBatchRequestEntries"});
  Request request{.topic_arn = parse_topic_arn(in)};
  std::set<std::string> ids;
  std::size_t bytes = 0;
  in.each("PublishBatchRequestEntries", [&](const Fields& each) {
    Entry& entry = request.entries.emplace_back(Entry{.id = each.string("Id")});
    if (!is_entry_id(entry.id)) throw invalid_batch_entry_id(entry.id);
    if (!ids.insert(entry.id).second) throw ids_not_distinct();
    refuse_unknown(each, {"Id", "Message", "Subject", "MessageStructure", "MessageAttributes"});
    try {
      entry.publication = parse_publication(each);
      bytes += size_of(entry.publication);
    } catch (const Fault& fault) {
      entry.fault = fault;
    }
  });
  if (request.entries.empty()) throw empty_batch_request();
  if (request.entries.size() > kMostEntries) throw too_many_entries();
  if (bytes > kMostBytes) throw batch_request_too_long();
  return request;
}

base::Json run(Topics& topics, const Request& request, const Call&) {
  topics.get(request.topic_arn);
  base::Json successful = base::Json::array(), failed = base::Json::array();
  for (const Entry& entry : request.entries) {
    if (!entry.fault) {
      successful.push_back({{"Id", entry.id}, {"MessageId", topics.publish(request.topic_arn, entry.publication)}});
      continue;
    }
    failed.push_back({{"Id", entry.id},
                      {"Code", entry.fault->query_code},
                      {"Message", entry.fault->message},
                      {"SenderFault", entry.fault->is_senders()}});
  }
  return {{"Successful", std::move(successful)}, {"Failed", std::move(failed)}};
}

}  // namespace publish_batch_operation

constinit const Operation<Topics> publish_batch =
    protocol::operation<&publish_batch_operation::run, &topic_resource<publish_batch_operation::Request>>(
        "sns:Publish", "PublishBatch");

}  // namespace sns
