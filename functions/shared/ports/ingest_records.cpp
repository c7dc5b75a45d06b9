#include "ports/ingest_records.h"

#include "aws/attributes.h"
#include "ports/items.h"

namespace ports {
namespace ingest_records_detail {

using aws::attribute::n;
using aws::attribute::s;
using base::Json;

constexpr std::string_view kUnmet = "ConditionalCheckFailedException";
constexpr std::string_view kStillThisOnes = "ingestId = :ingestId";

Json record_key(std::string_view vendor_id, std::string_view external_event_id) {
  return {{"vendorId", s(vendor_id)}, {"externalEventId", s(external_event_id)}};
}

IngestRecords::Page page_of(const Json& answer) {
  IngestRecords::Page page;
  if (const Json* items = answer.find("Items")) {
    for (const Json& item : items->elements()) page.records.push_back(parse_ingest_record(item));
  }
  if (const Json* next = answer.find("LastEvaluatedKey")) page.next = *next;
  return page;
}

}  // namespace ingest_records_detail

using namespace ingest_records_detail;

std::optional<IngestRecord> IngestRecords::claim(const IngestRecord& record) {
  try {
    client_.call(aws::kDynamoDb, "PutItem",
                 {{"TableName", table_},
                  {"Item", new_item(record)},
                  {"ConditionExpression", "attribute_not_exists(vendorId)"},
                  {"ReturnValuesOnConditionCheckFailure", "ALL_OLD"}},
                 aws::Repeat::kYes);
    return std::nullopt;
  } catch (const aws::Error& error) {
    if (error.code() != kUnmet) throw;
    const Json* item = error.details().find("Item");
    auto there = item ? std::optional(parse_ingest_record(*item)) : find(record.vendor_id, record.external_event_id);
    if (!there) return claim(record);  // withdrawn this very moment
    // A lost reply hid that it is ours.
    if (there->ingest_id == record.ingest_id && there->raw_pending) return std::nullopt;
    return there;
  }
}

bool IngestRecords::update(const IngestRecord& record, Json request, Json* refused) {
  request.set("TableName", table_);
  request.set("Key", record_key(record.vendor_id, record.external_event_id));
  request["ExpressionAttributeValues"].set(":ingestId", s(record.ingest_id));
  if (refused) request.set("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
  try {
    client_.call(aws::kDynamoDb, "UpdateItem", request, aws::Repeat::kYes);
    return true;
  } catch (const aws::Error& error) {
    if (error.code() != kUnmet) throw;
    const Json* item = error.details().find("Item");
    if (refused && item) *refused = *item;
    return false;
  }
}

bool IngestRecords::raw_is_there(const IngestRecord& record) {
  return update(record, {{"UpdateExpression", "REMOVE rawPending"}, {"ConditionExpression", kStillThisOnes}});
}

bool IngestRecords::emitted(const IngestRecord& record, std::string_view at) {
  Json there;
  const bool marked =
      update(record,
             {{"UpdateExpression",
               "SET #status = :emitted, history = list_append(history, :change) REMOVE unfinished, rawPending"},
              {"ConditionExpression", "ingestId = :ingestId AND #status = :accepted"},
              {"ExpressionAttributeNames", {{"#status", "status"}}},
              {"ExpressionAttributeValues",
               {{":emitted", s(name_of(EventStatus::kEmitted))},
                {":accepted", s(name_of(EventStatus::kAccepted))},
                {":change", {{"L", Json::array({history_entry(EventStatus::kEmitted, at)})}}}}}},
             &there);
  if (marked) return true;
  if (there.is_null() || aws::attribute::find_s(there, "ingestId") != record.ingest_id) return false;
  // Emitted before, or even finished: what is left is to forget that it was unfinished.
  if (!there.contains("unfinished") && !there.contains("rawPending")) return true;
  return update(record,
                {{"UpdateExpression", "REMOVE unfinished, rawPending"}, {"ConditionExpression", kStillThisOnes}});
}

bool IngestRecords::finish(std::string_view vendor_id, std::string_view external_event_id, std::string_view ingest_id,
                           const EventOutcome& outcome, std::string_view at, bool again) {
  Json values{{":status", s(name_of(outcome.status))},
              {":change", {{"L", Json::array({history_entry(outcome.status, at)})}}},
              {":version", n(outcome.contract_version)},
              {":records", n(outcome.records)}};
  std::string set =
      "SET #status = :status, history = list_append(history, :change), contractVersion = :version, "
      "recordCount = :records";
  std::string remove = " REMOVE unfinished, rawPending";
  const auto say = [&](std::string_view name, std::string_view placeholder, const std::string& value) {
    if (value.empty()) {
      remove += ", " + std::string(name);
    } else {
      set += ", " + std::string(name) + " = " + std::string(placeholder);
      values.set(placeholder, s(value));
    }
  };
  say("canonicalKey", ":canonical", outcome.canonical_key);
  say("quarantineKey", ":quarantine", outcome.quarantine_key);
  say("failureReason", ":failure", outcome.failure_reason);
  std::string condition(kStillThisOnes);
  if (!again) {
    condition += " AND (#status = :accepted OR #status = :emitted)";
    values.set(":accepted", s(name_of(EventStatus::kAccepted)));
    values.set(":emitted", s(name_of(EventStatus::kEmitted)));
  }
  return update({.vendor_id = std::string(vendor_id),
                 .external_event_id = std::string(external_event_id),
                 .ingest_id = std::string(ingest_id)},
                {{"UpdateExpression", set + remove},
                 {"ConditionExpression", condition},
                 {"ExpressionAttributeNames", {{"#status", "status"}}},
                 {"ExpressionAttributeValues", std::move(values)}});
}

bool IngestRecords::withdraw(const IngestRecord& record) {
  try {
    client_.call(aws::kDynamoDb, "DeleteItem",
                 {{"TableName", table_},
                  {"Key", record_key(record.vendor_id, record.external_event_id)},
                  {"ConditionExpression", "ingestId = :ingestId AND attribute_exists(rawPending)"},
                  {"ExpressionAttributeValues", {{":ingestId", s(record.ingest_id)}}}},
                 aws::Repeat::kYes);
    return true;
  } catch (const aws::Error& error) {
    if (error.code() == kUnmet) return false;
    throw;
  }
}

std::optional<IngestRecord> IngestRecords::find(std::string_view vendor_id, std::string_view external_event_id) {
  const Json answer = client_.call(
      aws::kDynamoDb, "GetItem",
      {{"TableName", table_}, {"Key", record_key(vendor_id, external_event_id)}, {"ConsistentRead", true}});
  const Json* item = answer.find("Item");
  if (!item) return std::nullopt;
  return parse_ingest_record(*item);
}

IngestRecords::Several IngestRecords::find_all(const std::set<Identity>& identities) {
  Json keys = Json::array();
  for (const auto& [vendor_id, external_event_id] : identities)
    keys.push_back(record_key(vendor_id, external_event_id));
  Several found;
  get_items(client_, table_, std::move(keys), [&](const Json& item) {
    found.items_[{aws::attribute::get_s(item, "vendorId"), aws::attribute::get_s(item, "externalEventId")}] = item;
  });
  return found;
}

std::optional<IngestRecord> IngestRecords::Several::find(const Identity& identity) const {
  const auto found = items_.find(identity);
  if (found == items_.end()) return std::nullopt;
  return parse_ingest_record(found->second);
}

IngestRecords::Page IngestRecords::list(const Range& range) {
  Json request{
      {"TableName", table_},
      {"IndexName", "ByReceivedAt"},
      {"KeyConditionExpression", "vendorId = :vendor AND receivedAt BETWEEN :from AND :to"},
      {"ExpressionAttributeValues", {{":vendor", s(range.vendor_id)}, {":from", s(range.from)}, {":to", s(range.to)}}},
      {"ScanIndexForward", !range.newest_first},
      {"Limit", range.limit}};
  if (range.status) {
    request.set("FilterExpression", "#status = :status");
    request.set("ExpressionAttributeNames", {{"#status", "status"}});
    request["ExpressionAttributeValues"].set(":status", s(name_of(*range.status)));
  }
  if (!range.after.is_null()) request.set("ExclusiveStartKey", range.after);
  return page_of(client_.call(aws::kDynamoDb, "Query", request));
}

IngestRecords::Page IngestRecords::list_unfinished(char partition, std::string_view received_before,
                                                   const Json& after) {
  constexpr int kPage = 100;
  Json request{{"TableName", table_},
               {"IndexName", "Unfinished"},
               {"KeyConditionExpression", "unfinished = :partition AND receivedAt < :before"},
               {"ExpressionAttributeValues",
                {{":partition", s(std::string_view(&partition, 1))}, {":before", s(received_before)}}},
               {"Limit", kPage}};
  if (!after.is_null()) request.set("ExclusiveStartKey", after);
  return page_of(client_.call(aws::kDynamoDb, "Query", request));
}

}  // namespace ports
