#include "ports/lock_table.h"

#include "aws/attributes.h"

namespace ports {

using aws::attribute::m;
using aws::attribute::n;
using aws::attribute::s;
using base::Json;

namespace lock_table_detail {

constexpr std::string_view kHeldByToken = "currentlockcount = :one AND #token = :token";

Json millis(base::TimePoint time) { return n(base::to_epoch_millis(time)); }

}  // namespace lock_table_detail

using namespace lock_table_detail;

Json LockTable::key_of(std::string_view lock_id) const { return {{"LockId", s(lock_id)}}; }

// False where the condition does not hold. Every request here says the same when it is sent twice.
bool LockTable::update(Json request) {
  try {
    request.set("TableName", table_);
    client_.call(aws::kDynamoDb, "UpdateItem", request, aws::Repeat::kYes);
    return true;
  } catch (const aws::Error& error) {
    if (error.code() == "ConditionalCheckFailedException") return false;
    throw;
  }
}

std::variant<Lock, LockBusy> LockTable::acquire(std::string_view lock_id, std::string_view execution_id,
                                                base::TimePoint now, std::chrono::seconds lease) {
  const auto until = now + lease;
  // Free, or its holder is late: but not where the late one is this execution, which keeps its token.
  update({{"Key", key_of(lock_id)},
          {"UpdateExpression",
           "SET currentlockcount = :one, execution_metadata = :metadata, leaseUntil = :until, "
           "#token = if_not_exists(#token, :zero) + :one"},
          {"ConditionExpression",
           "attribute_not_exists(LockId) OR currentlockcount = :zero OR "
           "(leaseUntil < :now AND execution_metadata.execution_id <> :me)"},
          {"ExpressionAttributeNames", {{"#token", "token"}}},
          {"ExpressionAttributeValues",
           {{":one", n(1)},
            {":zero", n(0)},
            {":me", s(execution_id)},
            {":metadata", m({{"execution_id", s(execution_id)}, {"acquired_at", s(base::format_iso8601(now))}})},
            {":now", millis(now)},
            {":until", millis(until)}}}});
  // Whether that took it, or it was ours before, or a lost reply hides that it did: the item says who has it.
  const Json answer = client_.call(aws::kDynamoDb, "GetItem",
                                   {{"TableName", table_}, {"Key", key_of(lock_id)}, {"ConsistentRead", true}});
  const Json* item = answer.find("Item");
  if (!item) return LockBusy{};  // removed this very moment
  const Json* metadata = aws::attribute::find_m(*item, "execution_metadata");
  const std::string holder = metadata ? aws::attribute::find_s(*metadata, "execution_id").value_or("") : "";
  const auto lease_until = base::from_epoch_millis(aws::attribute::find_n(*item, "leaseUntil").value_or(0));
  if (holder != execution_id || aws::attribute::find_n(*item, "currentlockcount") != 1)
    return LockBusy{.execution_id = holder, .lease_until = lease_until};

  Lock lock{.lock_id = std::string(lock_id),
            .execution_id = std::string(execution_id),
            .token = aws::attribute::get_n(*item, "token"),
            .lease_until = lease_until};
  if (lease_until < until && !renew(lock, now, lease)) return LockBusy{};
  return lock;
}

bool LockTable::renew(Lock& lock, base::TimePoint now, std::chrono::seconds lease) {
  const auto until = now + lease;
  const bool held =
      update({{"Key", key_of(lock.lock_id)},
              {"UpdateExpression", "SET leaseUntil = :until"},
              {"ConditionExpression", kHeldByToken},
              {"ExpressionAttributeNames", {{"#token", "token"}}},
              {"ExpressionAttributeValues", {{":one", n(1)}, {":token", n(lock.token)}, {":until", millis(until)}}}});
  if (held) lock.lease_until = until;
  return held;
}

bool LockTable::release(std::string_view lock_id, std::string_view execution_id, std::optional<std::int64_t> token) {
  std::string condition = "execution_metadata.execution_id = :me";
  Json values{{":zero", n(0)}, {":me", s(execution_id)}};
  Json request{{"Key", key_of(lock_id)}, {"UpdateExpression", "SET currentlockcount = :zero"}};
  if (token) {
    condition += " AND #token = :token";
    values.set(":token", n(*token));
    request.set("ExpressionAttributeNames", {{"#token", "token"}});
  }
  request.set("ConditionExpression", condition);
  request.set("ExpressionAttributeValues", values);
  return update(std::move(request));
}

Json LockTable::fence(const Lock& lock) const {
  return {{"ConditionCheck",
           {{"TableName", table_},
            {"Key", key_of(lock.lock_id)},
            {"ConditionExpression", kHeldByToken},
            {"ExpressionAttributeNames", {{"#token", "token"}}},
            {"ExpressionAttributeValues", {{":one", n(1)}, {":token", n(lock.token)}}}}}};
}

}  // namespace ports
