#include "emulator/replay/recorded_case.h"

#include <gtest/gtest.h>

#include "emulator/replay/case.h"

namespace replay {
namespace {

using base::Json;

const base::TimePoint kStart = *base::parse_iso8601("2026-03-02T06:00:00.250Z");

Json message(std::string_view body) { return {{"sqs", Json{{"queue", "orders"}, {"body", body}}}}; }

TEST(ARecordedCase, IsOneThatReplayReads) {
  RecordedCase made({.seed = 0xffff'ffff'ffff'fffe, .parameters = {{"SettleSeconds", "0"}}, .from = "a test"});
  // The second was answered first.
  made.add(2, kStart + std::chrono::milliseconds(1500), message("b"), 200);
  made.add(1, kStart, message("a"), 202);
  made.leave_out("something else");
  const auto document = made.document(default_redactions());
  EXPECT_EQ("20260302T060000Z-sqs-orders", document.name);
  EXPECT_TRUE(document.people.empty());
  const Case read = parse_case("events/recorded/one.case.json", document.json.dump(2));
  EXPECT_EQ("recorded: sqs orders and 1 more", read.description);
  EXPECT_EQ(kStart, read.start);
  EXPECT_EQ(0xffff'ffff'ffff'fffe, read.seed);
  EXPECT_EQ("0", read.parameters.at("SettleSeconds"));
  EXPECT_EQ((std::vector{202, 200}), read.recorded_answers);
  ASSERT_EQ(2u, read.inputs.size());
  EXPECT_EQ("a", read.inputs[0].body.text("body"));
  EXPECT_EQ(std::chrono::milliseconds(1500), read.inputs[1].at);
  EXPECT_EQ(R"(["something else"])", document.json.at("recorded").at("leftOut").dump());
  EXPECT_FALSE(document.json.contains("expect"));
}

TEST(ARecordedCase, NeverGoesBackInTime) {
  RecordedCase made({});
  made.add(1, kStart, message("a"), 200);
  made.add(2, kStart - std::chrono::seconds(3), message("b"), 200);
  const Json document = made.document(default_redactions()).json;
  EXPECT_EQ("0", document.at("inputs").at(1).at("at").dump());
}

TEST(ARecordedCase, TellsWhoIsLeftInIt) {
  RecordedCase made({});
  made.add(1, kStart, {{"sqs", Json{{"queue", "q"}, {"body", Json{{"jane@real-shop.io", 1}}}}}}, 200);
  made.add(2, kStart, message("fine"), 200);
  const auto people = made.document(default_redactions()).people;
  ASSERT_EQ(1u, people.size());
  EXPECT_EQ("/inputs/0/sqs/body", people[0].path);
  made.remove(0);
  EXPECT_TRUE(made.document(default_redactions()).people.empty());
}

}  // namespace
}  // namespace replay
