#include <gtest/gtest.h>

#include "ports/date_states.h"
#include "ports/kpi_tables.h"
#include "ports/lease.h"
#include "support/scripted_server.h"

// What transform sends to publish a date, and what it makes of the answers. The conditions themselves are DynamoDB's
// and S3's to judge: the integration tests show them at work.

namespace ports {
namespace {

using base::Json;
using support::ScriptedServer;

struct Cloudy {
  explicit Cloudy(ScriptedServer::Script script) : server(std::move(script)) { lease.renew(); }
  ScriptedServer server;
  Cloud cloud{aws::Config::from([this](std::string_view name) -> std::optional<std::string> {
    if (name == "AWS_ENDPOINT_URL") return server.url();
    return name.starts_with("AWS_ENDPOINT_URL_") ? std::nullopt : std::optional<std::string>("x");
  })};
  base::TimePoint now = base::from_epoch_millis(1'795'233'060'000);
  LockTable locks{cloud, "Locks"};
  Lease lease{locks, parse_lock(Json{{"lockId", "l"}, {"token", 7}}), std::chrono::seconds(300),
              [this] { return now; }};
  KpiTables kpis{cloud, "Orders", "Categories"};
  DateStates states{cloud, "bucket"};
  // The requests after the first, which renewed the lease.
  std::vector<ScriptedServer::Request> sent() const {
    auto all = server.requests();
    all.erase(all.begin());
    return all;
  }
};

ScriptedServer::Answer fine() { return ScriptedServer::answer(200, "{}"); }

domain::DateState state_with(int categories) {
  domain::DateState state{.day = {20270},
                          .version = 3,
                          .revenue = 1690000,
                          .items = 4,
                          .returned = 1,
                          .orders = domain::IdList::of_numbers({1, 2}),
                          .users = domain::IdList::of_numbers({987654321})};
  for (int i = 0; i < categories; ++i) state.categories["C" + std::to_string(1000 + i)] = {.revenue = 5, .orders = 1};
  return state;
}

TEST(Lease, IsRenewedAtAThird) {
  Cloudy here([](const auto&, std::size_t) { return fine(); });
  here.now += std::chrono::seconds(99);
  here.lease.keep();
  EXPECT_EQ(here.sent().size(), 0u);
  here.now += std::chrono::seconds(1);
  here.lease.keep();
  EXPECT_EQ(here.sent().size(), 1u);
  here.lease.keep();
  EXPECT_EQ(here.sent().size(), 1u);
}

TEST(Lease, IsLostWhereTheTokenDoesNotHoldTheLock) {
  Cloudy here([](const auto&, std::size_t index) {
    return index == 0 ? fine()
                      : ScriptedServer::answer(400, R"({"__type":"x#ConditionalCheckFailedException","message":"m"})");
  });
  EXPECT_THROW(here.lease.renew(), LockLost);
}

// E019 E119
TEST(KpiTables, PublishADateInOneTransactionBehindTheFence) {
  Cloudy here([](const auto&, std::size_t) { return fine(); });
  here.kpis.publish(state_with(98), "state/x/3.json", "me", here.lease);
  const auto sent = here.sent();
  ASSERT_EQ(sent.size(), 1u);
  const Json request = Json::parse(sent[0].body);
  const Json& items = request.at("TransactItems");
  ASSERT_EQ(items.size(), 100u);
  EXPECT_EQ(items.at(0), here.locks.fence(here.lease.lock()));
  const Json& put = items.at(99).at("Put");
  EXPECT_EQ(put.text("TableName"), "Orders");
  EXPECT_EQ(put.text("ConditionExpression"), "#version = :before");
  EXPECT_EQ(put.at("ExpressionAttributeValues"), Json::parse(R"({":before": {"N": "2"}})"));
  EXPECT_EQ(put.at("Item"), Json::parse(R"({"order_date": {"S": "2025-07-01"}, "total_orders": {"N": "2"},
    "total_revenue": {"N": "169.00"}, "total_items_sold": {"N": "4"}, "return_rate": {"N": "0.5000"},
    "unique_customers": {"N": "1"}, "version": {"N": "3"}, "state_key": {"S": "state/x/3.json"},
    "execution_id": {"S": "me"}})"));
  EXPECT_EQ(items.at(1).at("Put").at("Item"), Json::parse(R"({"category": {"S": "C1000"},
    "order_date": {"S": "2025-07-01"}, "daily_revenue": {"N": "0.00"}, "avg_order_value": {"N": "0.00"},
    "avg_return_rate": {"N": "0.0000"}, "version": {"N": "3"}, "execution_id": {"S": "me"}})"));
  EXPECT_EQ(sent[0].body.find("987654321"), std::string::npos) << "a customer's id in what is published";
}

// E095
TEST(KpiTables, ManyCategoriesTakeSeveralTransactionsTheDateInTheLast) {
  Cloudy here([](const auto&, std::size_t) { return fine(); });
  here.kpis.publish(state_with(200), "k", "me", here.lease);
  const auto sent = here.sent();
  ASSERT_EQ(sent.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const Json items = Json::parse(sent[i].body).at("TransactItems");
    EXPECT_LE(items.size(), 100u);
    EXPECT_TRUE(items.at(0).contains("ConditionCheck"));
    EXPECT_EQ(items.at(items.size() - 1).at("Put").text("TableName"), i == 2 ? "Orders" : "Categories");
  }
}

TEST(KpiTables, CanceledTransactionSaysWhetherTheLockIsLost) {
  const auto canceled = [](int unmet) {
    Json reasons = Json::array();
    for (int i = 0; i < 3; ++i) reasons.push_back({{"Code", i == unmet ? "ConditionalCheckFailed" : "None"}});
    return ScriptedServer::answer(
        400,
        Json{{"__type", "x#TransactionCanceledException"}, {"message", "m"}, {"CancellationReasons", reasons}}.dump());
  };
  Cloudy lost([&](const auto&, std::size_t index) { return index == 0 ? fine() : canceled(0); });
  EXPECT_THROW(lost.kpis.publish(state_with(1), "k", "me", lost.lease), LockLost);

  Cloudy moved([&](const auto&, std::size_t index) { return index == 0 ? fine() : canceled(2); });
  try {
    moved.kpis.publish(state_with(1), "k", "me", moved.lease);
    ADD_FAILURE() << "it must not be published";
  } catch (const base::Failure& failure) {
    EXPECT_EQ(failure.name, "Unavailable");
  }
}

ScriptedServer::Answer unmet_put() {
  return ScriptedServer::answer(412, "<Error><Code>PreconditionFailed</Code><Message>m</Message></Error>");
}

TEST(DateStates, AreWrittenOnlyWhereNoneIs) {
  Cloudy here([](const auto&, std::size_t) { return fine(); });
  EXPECT_EQ(here.states.put(state_with(1), here.lease), "state/2025-07-01/3.json");
  ASSERT_EQ(here.sent().size(), 1u);
  EXPECT_EQ(here.sent()[0].target, "/bucket/state/2025-07-01/3.json");
  EXPECT_EQ(here.sent()[0].header("if-none-match"), "*");
}

TEST(DateStates, TheSameStateWrittenBeforeIsLeftAsItIs) {
  const std::string document = write_date_state(state_with(1));
  Cloudy here([&](const ScriptedServer::Request& request, std::size_t) {
    if (request.method == "PUT") return unmet_put();
    return request.method == "GET" ? ScriptedServer::answer(200, document) : fine();
  });
  EXPECT_EQ(here.states.put(state_with(1), here.lease), "state/2025-07-01/3.json");
  EXPECT_EQ(here.sent().size(), 2u);
}

TEST(DateStates, AnotherStateIsReplacedOnlyByWhoStillHoldsTheLock) {
  Cloudy here([](const ScriptedServer::Request& request, std::size_t index) {
    if (request.method == "PUT") return unmet_put();
    if (request.method == "GET") return ScriptedServer::answer(200, "another's");
    return index == 0 ? fine()
                      : ScriptedServer::answer(400, R"({"__type":"x#ConditionalCheckFailedException","message":"m"})");
  });
  EXPECT_THROW(here.states.put(state_with(1), here.lease), LockLost);
  const auto sent = here.sent();
  ASSERT_EQ(sent.size(), 3u);  // put, get, renew: and no second put
  EXPECT_EQ(sent[2].method, "POST");
}

}  // namespace
}  // namespace ports
