#include "ports/file_sets.h"

#include <fmt/format.h>

#include "aws/attributes.h"
#include "base/failure.h"
#include "ports/items.h"

namespace ports {

using aws::attribute::find_s;
using aws::attribute::get_n;
using aws::attribute::get_s;
using aws::attribute::n;
using aws::attribute::s;
using base::Json;

namespace file_sets_detail {

constexpr std::string_view kNoEtag = "-";

std::string set_key(std::string_view set_id) { return fmt::format("set#{}", set_id); }
std::string opening_key(std::string_view bucket) { return fmt::format("open#{}", bucket); }
std::string execution_key(std::string_view arn) { return fmt::format("execution#{}", arn); }

std::string_view name_of(SetStatus status) {
  switch (status) {
    case SetStatus::kClaiming:
      return "claiming";
    case SetStatus::kStarted:
      return "started";
    case SetStatus::kApplied:
      return "applied";
    case SetStatus::kFailed:
      return "failed";
  }
  return "";
}

SetStatus get_status(const Json& item) {
  const std::string name = get_s(item, "status");
  for (const auto status : {SetStatus::kClaiming, SetStatus::kStarted, SetStatus::kApplied, SetStatus::kFailed}) {
    if (name == name_of(status)) return status;
  }
  throw base::Failure("DamagedItem", fmt::format("a set's status is \"{}\", which is none", name));
}

Json key_of(std::string_view key, std::string_view etag) { return {{"key", s(key)}, {"etag", s(etag)}}; }

Json item_of(std::string_view key, std::string_view etag, const Attempt& attempt) {
  return {{"key", s(key)}, {"etag", s(etag)}, {"setId", s(attempt.set_id)}, {"attempt", n(attempt.number)}};
}

Attempt get_attempt(const Json& item) {
  return {.set_id = get_s(item, "setId"), .number = static_cast<int>(get_n(item, "attempt"))};
}

Opening get_opening(const Json& item) {
  return {.attempt = get_attempt(item),
          .manifest = get_s(item, "manifest"),
          .execution_arn = find_s(item, "executionArn").value_or("")};
}

Json item_of(std::string_view key, const Opening& opening) {
  Json item = item_of(key, kNoEtag, opening.attempt);
  item.set("manifest", s(opening.manifest));
  if (!opening.execution_arn.empty()) item.set("executionArn", s(opening.execution_arn));
  return item;
}

bool is_unmet(const aws::Error& error) { return error.code() == "ConditionalCheckFailedException"; }

}  // namespace file_sets_detail

using namespace file_sets_detail;

std::optional<Json> FileSets::find(std::string_view key, std::string_view etag) {
  Json answer = client_.call(aws::kDynamoDb, "GetItem",
                             {{"TableName", table_}, {"Key", key_of(key, etag)}, {"ConsistentRead", true}});
  Json* item = answer.find("Item");
  if (!item) return std::nullopt;
  return std::move(*item);
}

bool FileSets::put(Json item, std::string_view condition, Json names, Json values) {
  Json request{{"TableName", table_}, {"Item", std::move(item)}, {"ConditionExpression", condition}};
  if (!names.is_null()) request.set("ExpressionAttributeNames", std::move(names));
  if (!values.is_null()) request.set("ExpressionAttributeValues", std::move(values));
  try {
    client_.call(aws::kDynamoDb, "PutItem", request, aws::Repeat::kYes);
    return true;
  } catch (const aws::Error& error) {
    if (is_unmet(error)) return false;
    throw;
  }
}

std::optional<Opening> FileSets::find_opening(std::string_view bucket) {
  const auto item = find(opening_key(bucket), kNoEtag);
  if (!item) return std::nullopt;
  return get_opening(*item);
}

bool FileSets::open(std::string_view bucket, const Opening& opening) {
  return put(item_of(opening_key(bucket), opening),
             "attribute_not_exists(#key) OR (setId = :id AND attempt = :attempt)", {{"#key", "key"}},
             {{":id", s(opening.attempt.set_id)}, {":attempt", n(opening.attempt.number)}});
}

void FileSets::close(std::string_view bucket, const Opening& opening) {
  try {
    client_.call(
        aws::kDynamoDb, "DeleteItem",
        {{"TableName", table_},
         {"Key", key_of(opening_key(bucket), kNoEtag)},
         {"ConditionExpression", "setId = :id AND attempt = :attempt"},
         {"ExpressionAttributeValues", {{":id", s(opening.attempt.set_id)}, {":attempt", n(opening.attempt.number)}}}},
        aws::Repeat::kYes);
  } catch (const aws::Error& error) {
    if (!is_unmet(error)) throw;  // another helper closed it
  }
}

std::optional<SetRecord> FileSets::find_set(std::string_view set_id) {
  const auto item = find(set_key(set_id), kNoEtag);
  if (!item) return std::nullopt;
  return SetRecord{
      .attempt = Attempt{.set_id = std::string(set_id), .number = static_cast<int>(get_n(*item, "attempt"))},
      .status = get_status(*item),
      .manifest = get_s(*item, "manifest"),
      .execution_arn = find_s(*item, "executionArn").value_or("")};
}

bool FileSets::begin_claiming(const Attempt& attempt, std::string_view manifest) {
  Json item = item_of(set_key(attempt.set_id), kNoEtag, attempt);
  item.set("status", s(name_of(SetStatus::kClaiming)));
  item.set("manifest", s(manifest));
  return put(std::move(item),
             "attribute_not_exists(#key) OR (#status = :failed AND attempt < :attempt) OR "
             "(#status = :claiming AND attempt = :attempt)",
             {{"#key", "key"}, {"#status", "status"}},
             {{":failed", s(name_of(SetStatus::kFailed))},
              {":claiming", s(name_of(SetStatus::kClaiming))},
              {":attempt", n(attempt.number)}});
}

void FileSets::mark_started(const Attempt& attempt, std::string_view execution_arn) {
  try {
    client_.call(aws::kDynamoDb, "UpdateItem",
                 {{"TableName", table_},
                  {"Key", key_of(set_key(attempt.set_id), kNoEtag)},
                  {"UpdateExpression", "SET #status = :started, executionArn = :arn"},
                  {"ConditionExpression", "#status = :claiming AND attempt = :attempt"},
                  {"ExpressionAttributeNames", {{"#status", "status"}}},
                  {"ExpressionAttributeValues",
                   {{":started", s(name_of(SetStatus::kStarted))},
                    {":claiming", s(name_of(SetStatus::kClaiming))},
                    {":arn", s(execution_arn)},
                    {":attempt", n(attempt.number)}}}},
                 aws::Repeat::kYes);
  } catch (const aws::Error& error) {
    if (!is_unmet(error)) throw;  // another helper was faster, or the execution was
  }
}

bool FileSets::end(const Attempt& attempt, SetStatus status) {
  try {
    client_.call(aws::kDynamoDb, "UpdateItem",
                 {{"TableName", table_},
                  {"Key", key_of(set_key(attempt.set_id), kNoEtag)},
                  {"UpdateExpression", "SET #status = :status"},
                  {"ConditionExpression", "attempt = :attempt AND #status IN (:claiming, :started, :status)"},
                  {"ExpressionAttributeNames", {{"#status", "status"}}},
                  {"ExpressionAttributeValues",
                   {{":status", s(name_of(status))},
                    {":claiming", s(name_of(SetStatus::kClaiming))},
                    {":started", s(name_of(SetStatus::kStarted))},
                    {":attempt", n(attempt.number)}}}},
                 aws::Repeat::kYes);
    return true;
  } catch (const aws::Error& error) {
    if (is_unmet(error)) return false;
    throw;
  }
}

std::optional<Opening> FileSets::find_given_to(std::string_view execution_arn) {
  const auto item = find(execution_key(execution_arn), kNoEtag);
  if (!item) return std::nullopt;
  Opening opening = get_opening(*item);
  opening.execution_arn = execution_arn;
  return opening;
}

void FileSets::note_given_to(const Opening& opening) {
  client_.call(aws::kDynamoDb, "PutItem",
               {{"TableName", table_}, {"Item", item_of(execution_key(opening.execution_arn), opening)}});
}

std::map<FileSets::ObjectVersion, Attempt> FileSets::find_claims(const std::vector<ObjectVersion>& objects) {
  Json keys = Json::array();
  for (const auto& [key, etag] : objects) keys.push_back(key_of(key, etag));
  std::map<ObjectVersion, Attempt> claims;
  get_items(client_, table_, std::move(keys), [&](const Json& item) {
    claims[{get_s(item, "key"), get_s(item, "etag")}] = get_attempt(item);
  });
  return claims;
}

bool FileSets::claim(const ObjectVersion& object, const Attempt& mine, const std::optional<Attempt>& was,
                     base::TimePoint now) {
  Json item = item_of(object.first, object.second, mine);
  item.set("claimedAt", s(base::format_iso8601(now)));
  const Attempt& before = was ? *was : mine;
  return put(std::move(item),
             "attribute_not_exists(#key) OR (setId = :mine AND attempt = :attempt) OR "
             "(setId = :was AND attempt = :before)",
             {{"#key", "key"}},
             {{":mine", s(mine.set_id)},
              {":attempt", n(mine.number)},
              {":was", s(before.set_id)},
              {":before", n(before.number)}});
}

}  // namespace ports
