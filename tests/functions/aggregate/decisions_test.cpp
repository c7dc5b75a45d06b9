#include "functions/aggregate/decisions.h"

#include <gtest/gtest.h>

#include "base/failure.h"
#include "functions/aggregate/request.h"

namespace aggregate {

using base::Json;
using ports::Attempt;
using ports::SetRecord;
using ports::SetStatus;
using Kind = NextStep::Kind;

SetRecord record(SetStatus status, int attempt) { return {.attempt = {"s", attempt}, .status = status}; }

// E011
TEST(AggregateDecisions, AClaimCountsOnlyWhileItsSetIsOpenAtThatAttempt) {
  EXPECT_TRUE(claim_counts({"s", 1}, record(SetStatus::kClaiming, 1)));
  EXPECT_TRUE(claim_counts({"s", 2}, record(SetStatus::kStarted, 2)));
  EXPECT_FALSE(claim_counts({"s", 1}, record(SetStatus::kStarted, 2)));
  EXPECT_FALSE(claim_counts({"s", 1}, record(SetStatus::kApplied, 1)));
  EXPECT_FALSE(claim_counts({"s", 1}, record(SetStatus::kFailed, 1)));
  EXPECT_FALSE(claim_counts({"s", 1}, std::nullopt));
}

// E011 E060
TEST(AggregateDecisions, TheSameBytesAgainStartOnlyWhatFailed) {
  struct Case {
    std::optional<SetRecord> known = {};
    Kind kind = Kind::kStart;
    int attempt = 0;
  };
  for (const Case& row : {Case{std::nullopt, Kind::kStart, 1}, Case{record(SetStatus::kFailed, 1), Kind::kStart, 2},
                          Case{record(SetStatus::kFailed, 7), Kind::kStart, 8},
                          Case{record(SetStatus::kApplied, 2), Kind::kArchiveAgain, 2},
                          Case{record(SetStatus::kClaiming, 1), Kind::kLeave, 1},
                          Case{record(SetStatus::kStarted, 3), Kind::kLeave, 3}}) {
    EXPECT_EQ(next_step(row.known).kind, row.kind);
    EXPECT_EQ(next_step(row.known).attempt, row.attempt);
  }
}

// E006 E022 E048
TEST(AggregateDecisions, AFileGoesWhereItsResultAndItsBatchSendIt) {
  const Json valid{{"status", "valid"}}, quarantined{{"status", "quarantined"}};
  EXPECT_EQ(fate_of("k", valid, false), Fate::kArchive);
  EXPECT_EQ(fate_of("k", quarantined, false), Fate::kRemove);
  EXPECT_EQ(fate_of("k", valid, true), Fate::kSetAside);
  EXPECT_EQ(fate_of("k", quarantined, true), Fate::kRemove);
  EXPECT_EQ(fate_of("k", std::nullopt, true), Fate::kSetAside);
  EXPECT_THROW(fate_of("k", std::nullopt, false), base::Failure);
  EXPECT_THROW(fate_of("k", Json{{"status", "?"}}, false), base::Failure);
}

Json s3_event(const char* bucket) {
  return {
      {"Records", Json::array({{{"eventSource", "aws:s3"},
                                {"s3", {{"bucket", {{"name", bucket}}}, {"object", {{"key", "orders/a.csv"}}}}}}})}};
}

Json set_json() {
  return {{"setId", "abc"},  {"attempt", 2}, {"bucket", "data"},
          {"manifest", "m"}, {"ids", "str"}, {"files", Json::array({0, 1})}};
}

// E002 E079
TEST(AggregateRequest, UnderstandsItsTriggers) {
  EXPECT_TRUE(std::holds_alternative<Look>(parse_request(s3_event("data"), "data")));
  const Json message{{"eventSource", "aws:sqs"}, {"body", R"({"bucket":"data"})"}};
  EXPECT_TRUE(std::holds_alternative<Look>(parse_request({{"Records", Json::array({message})}}, "data")));
  const Json claim{{"operation", "claim"}, {"bucket", "data"}, {"fileKey", ""}, {"executionId", "arn:e"}};
  EXPECT_EQ(std::get<Claim>(parse_request(claim, "data")).execution_arn, "arn:e");
  for (const char* status : {"SUCCEEDED", "PARTIAL", "FAILED"}) {
    const Json settle{{"operation", "settle"}, {"set", set_json()}, {"status", status}};
    const auto request = std::get<Settle>(parse_request(settle, "data"));
    EXPECT_EQ(request.failed, std::string_view(status) == "FAILED");
    EXPECT_EQ(request.set.attempt, 2);
    EXPECT_EQ(request.set.ids, "str");
  }
}

TEST(AggregateRequest, RefusesTheRestByName) {
  Json no_files = set_json();
  no_files.erase("manifest");
  for (const Json& event :
       {Json{}, Json::object(), Json{{"operation", "delete"}}, s3_event("other"),
        Json{{"operation", "claim"}, {"bucket", "other"}, {"executionId", "e"}},
        Json{{"operation", "claim"}, {"bucket", "data"}, {"fileKey", "orders/a.csv"}, {"executionId", "e"}},
        Json{{"operation", "claim"}, {"bucket", "data"}, {"fileKey", ""}},
        Json{{"operation", "settle"}, {"set", set_json()}, {"status", "MAYBE"}},
        Json{{"operation", "settle"}, {"set", no_files}, {"status", "FAILED"}},
        Json{{"Records", Json::array({{{"eventSource", "aws:kinesis"}}})}},
        Json{{"Records", Json::array({{{"eventSource", "aws:sqs"}, {"body", "not json"}}})}}}) {
    try {
      parse_request(event, "data");
      ADD_FAILURE() << event.dump();
    } catch (const base::Failure& failure) {
      EXPECT_EQ(failure.name, "BadEvent") << event.dump();
    }
  }
}

}  // namespace aggregate
