#include "ports/lock_table.h"

#include <gtest/gtest.h>

#include "support/scripted_server.h"

namespace ports {

using base::Json;
using std::chrono::seconds;
using support::ScriptedServer;

const base::TimePoint kNow = base::from_epoch_millis(1'795'233'060'000);

// A DynamoDB that answers as it is told, and the table behind it. The conditions themselves are DynamoDB's to judge:
// the integration tests show them at work.
struct Table {
  explicit Table(ScriptedServer::Script script) : server(std::move(script)) {}
  ScriptedServer server;
  aws::Client client{aws::Config::from([this](std::string_view name) -> std::optional<std::string> {
    if (name == "AWS_ENDPOINT_URL") return server.url();
    return name.starts_with("AWS_ENDPOINT_URL_") ? std::nullopt : std::optional<std::string>("x");
  })};
  LockTable locks{client, "ProcessingLockTable"};
  Json sent(std::size_t index) const { return Json::parse(server.requests().at(index).body); }
};

ScriptedServer::Answer unmet() {
  return ScriptedServer::answer(400, R"({"__type":"x#ConditionalCheckFailedException","message":"m"})");
}
ScriptedServer::Answer held_by(std::string_view execution, int count, int token, std::int64_t until) {
  return ScriptedServer::answer(200, Json{{"Item",
                                           {{"LockId", {{"S", "l"}}},
                                            {"currentlockcount", {{"N", std::to_string(count)}}},
                                            {"execution_metadata", {{"M", {{"execution_id", {{"S", execution}}}}}}},
                                            {"leaseUntil", {{"N", std::to_string(until)}}},
                                            {"token", {{"N", std::to_string(token)}}}}}}
                                         .dump());
}

// E016 E030 E031 E035 E036
TEST(LockTable, TakesAFreeLockWithANewToken) {
  const std::int64_t until = base::to_epoch_millis(kNow + seconds(300));
  Table table([&](const auto&, std::size_t index) {
    return index == 0 ? ScriptedServer::answer(200, "{}") : held_by("me", 1, 8, until);
  });
  const auto outcome = table.locks.acquire("l", "me", kNow, seconds(300));
  ASSERT_TRUE(std::holds_alternative<Lock>(outcome));
  EXPECT_EQ(std::get<Lock>(outcome).token, 8);
  const Json update = table.sent(0);
  EXPECT_EQ(update.text("TableName"), "ProcessingLockTable");
  EXPECT_EQ(update.at("Key").dump(), R"({"LockId":{"S":"l"}})");
  EXPECT_EQ(update.text("ConditionExpression"),
            "attribute_not_exists(LockId) OR currentlockcount = :zero OR "
            "(leaseUntil < :now AND execution_metadata.execution_id <> :me)");
  const Json& values = update.at("ExpressionAttributeValues");
  EXPECT_EQ(values.at(":metadata").dump(),
            R"({"M":{"execution_id":{"S":"me"},"acquired_at":{"S":"2026-11-21T03:51:00.000Z"}}})");
  EXPECT_EQ(values.at(":until").text("N"), std::to_string(until));
  EXPECT_EQ(values.at(":now").text("N"), "1795233060000");
}

// E003 E034
TEST(LockTable, IsBusyWhereAnotherHoldsIt) {
  Table table(
      [](const auto&, std::size_t index) { return index == 0 ? unmet() : held_by("other", 1, 8, 1'795'233'061'000); });
  const auto outcome = table.locks.acquire("l", "me", kNow, seconds(300));
  ASSERT_TRUE(std::holds_alternative<LockBusy>(outcome));
  EXPECT_EQ(std::get<LockBusy>(outcome).execution_id, "other");
  EXPECT_EQ(std::get<LockBusy>(outcome).lease_until, kNow + seconds(1));
}

TEST(LockTable, KeepsItsTokenWhereItIsAskedTwice) {
  Table table([](const auto&, std::size_t index) {
    if (index == 0) return unmet();
    return index == 1 ? held_by("me", 1, 8, 1'795'233'061'000) : ScriptedServer::answer(200, "{}");
  });
  const auto outcome = table.locks.acquire("l", "me", kNow, seconds(300));
  ASSERT_TRUE(std::holds_alternative<Lock>(outcome));
  EXPECT_EQ(std::get<Lock>(outcome).token, 8);
  EXPECT_EQ(std::get<Lock>(outcome).lease_until, kNow + seconds(300));
  EXPECT_EQ(table.sent(2).text("UpdateExpression"), "SET leaseUntil = :until");
}

// E038 E039
TEST(LockTable, RenewsReleasesAndFencesUnderItsTokenAlone) {
  Table table(
      [](const auto&, std::size_t index) { return index % 2 == 0 ? ScriptedServer::answer(200, "{}") : unmet(); });
  Lock lock{.lock_id = "l", .execution_id = "me", .token = 8, .lease_until = kNow};
  EXPECT_TRUE(table.locks.renew(lock, kNow, seconds(300)));
  EXPECT_EQ(lock.lease_until, kNow + seconds(300));
  EXPECT_FALSE(table.locks.renew(lock, kNow + seconds(9), seconds(300)));
  EXPECT_EQ(lock.lease_until, kNow + seconds(300));
  EXPECT_TRUE(table.locks.release("l", "me", 8));
  EXPECT_FALSE(table.locks.release("l", "me", std::nullopt));
  EXPECT_EQ(table.sent(0).text("ConditionExpression"), "currentlockcount = :one AND #token = :token");
  EXPECT_EQ(table.sent(2).text("ConditionExpression"), "execution_metadata.execution_id = :me AND #token = :token");
  EXPECT_EQ(table.sent(3).text("ConditionExpression"), "execution_metadata.execution_id = :me");
  EXPECT_EQ(table.sent(3).text("UpdateExpression"), "SET currentlockcount = :zero");
  const Json check = table.locks.fence(lock).at("ConditionCheck");
  EXPECT_EQ(check.text("ConditionExpression"), "currentlockcount = :one AND #token = :token");
  EXPECT_EQ(check.at("ExpressionAttributeValues").at(":token").text("N"), "8");
}

}  // namespace ports
