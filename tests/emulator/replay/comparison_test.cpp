#include "emulator/replay/comparison.h"

#include <gtest/gtest.h>

#include "emulator/replay/personal_data.h"
#include "emulator/replay/report.h"

namespace replay {
namespace {

using base::Json;

std::vector<Difference> differences(std::string_view expect, std::string_view actual, std::vector<Rule> rules = {},
                                    std::vector<std::string> ignore = {}) {
  Case expected{.expect = Json::parse(expect), .ignore = std::move(ignore), .rules = std::move(rules)};
  expected.reasons = {{.path = "/s3", .rule = "kept byte for byte"}};
  Json all = {{"responses", Json::array()}, {"s3", Json::object()}, {"dynamodb", Json::object()}};
  const Json found = Json::parse(actual);
  for (const auto& [section, value] : found.members()) all.set(section, value);
  return compare(expected, all);
}

TEST(WhatCameOfACase, IsComparedPlaceByPlace) {
  const auto found =
      differences(R"({"s3": {"b": {"k": "one", "gone": "x"}}})", R"({"s3": {"b": {"k": "two", "new": "y"}}})");
  ASSERT_EQ(3u, found.size());
  EXPECT_EQ("/s3/b/k", found[0].path);
  EXPECT_EQ(R"("one")", found[0].expected);
  EXPECT_EQ(R"("two")", found[0].actual);
  EXPECT_EQ("kept byte for byte", found[0].rule);
  EXPECT_EQ("", found[1].actual);
  EXPECT_EQ("", found[2].expected);
}

TEST(WhatCameOfACase, MustNotBeMoreThanItExpects) {
  EXPECT_EQ(1u, differences("{}", R"({"s3": {"b": {"k": "x"}}})").size());
  EXPECT_EQ(0u, differences("{}", R"({"s3": {"b": {"k": "x"}}})", {}, {"s3"}).size());
}

TEST(ARule, SaysHowAPlaceIsCompared) {
  struct Row {
    Rule::Kind kind;
    std::string_view expected, actual;
    bool same;
  };
  const Row rows[] = {
      {Rule::Kind::kAny, R"("a")", "5", true},
      {Rule::Kind::kUuid, R"("x")", R"("8f14e45f-ceea-467f-9d4d-3b0f8c1f9f0e")", true},
      {Rule::Kind::kUuid, R"("x")", R"("8f14e45f-ceea-467f-9d4d-3b0f8c1f9f0")", false},
      {Rule::Kind::kUlid, R"("x")", R"("01ARZ3NDEKTSV4RRFFQ69G5FAV")", true},
      {Rule::Kind::kUlid, R"("x")", R"("81ARZ3NDEKTSV4RRFFQ69G5FAV")", false},
      {Rule::Kind::kTime, R"("x")", R"("2026-01-02T00:00:00.5Z")", true},
      {Rule::Kind::kTime, R"("x")", R"("2026-13-02T00:00:00Z")", false},
      {Rule::Kind::kDecimal, R"("10.5")", R"("010.50")", true},
      {Rule::Kind::kDecimal, R"("0")", R"("-0.00")", true},
      {Rule::Kind::kDecimal, R"("10.5")", R"("10.51")", false},
      {Rule::Kind::kDecimal, R"("10.5")", R"("ten")", false},
      {Rule::Kind::kSet, "[1, 2, 2]", "[2, 1, 2]", true},
      {Rule::Kind::kSet, "[1, 2, 2]", "[2, 1, 1]", false},
  };
  for (const Row& row : rows) {
    const std::string expect = R"({"responses": [)" + std::string(row.expected) + "]}";
    const std::string actual = R"({"responses": [)" + std::string(row.actual) + "]}";
    EXPECT_EQ(row.same, differences(expect, actual, {{.path = "/responses/*", .kind = row.kind}}).empty()) << actual;
  }
}

TEST(ABoundText, StandsForTheExpectedOneWhereverItIs) {
  const std::vector<Rule> rules = {{.path = "/responses/*/id", .kind = Rule::Kind::kBind}};
  const std::string_view expect =
      R"({"responses": [{"id": "aaa"}], "s3": {"b": {"raw/aaa.json": "of aaa"}}, "dynamodb": {"T": [{"id": {"S": "aaa"}}]}})";
  EXPECT_TRUE(
      differences(
          expect,
          R"({"responses": [{"id": "zzz"}], "s3": {"b": {"raw/zzz.json": "of zzz"}}, "dynamodb": {"T": [{"id": {"S": "zzz"}}]}})",
          rules)
          .empty());
  EXPECT_FALSE(
      differences(
          expect,
          R"({"responses": [{"id": "zzz"}], "s3": {"b": {"raw/yyy.json": "of zzz"}}, "dynamodb": {"T": [{"id": {"S": "zzz"}}]}})",
          rules)
          .empty());
}

TEST(ABoundText, StandsForOneExpectedTextAlone) {
  const std::vector<Rule> rules = {{.path = "/responses/*/id", .kind = Rule::Kind::kBind}};
  const std::string_view twice = R"({"responses": [{"id": "aaa"}, {"id": "aaa"}]})";
  EXPECT_TRUE(differences(twice, R"({"responses": [{"id": "zzz"}, {"id": "zzz"}]})", rules).empty());
  EXPECT_FALSE(differences(twice, R"({"responses": [{"id": "zzz"}, {"id": "yyy"}]})", rules).empty());
  const std::string_view different = R"({"responses": [{"id": "aaa"}, {"id": "bbb"}]})";
  EXPECT_TRUE(differences(different, R"({"responses": [{"id": "zzz"}, {"id": "yyy"}]})", rules).empty());
  EXPECT_FALSE(differences(different, R"({"responses": [{"id": "zzz"}, {"id": "zzz"}]})", rules).empty());
}

TEST(ItemsOfATable, HaveNoOrder) {
  EXPECT_TRUE(
      differences(R"({"dynamodb": {"T": [{"a": 1}, {"a": 2}]}})", R"({"dynamodb": {"T": [{"a": 2}, {"a": 1}]}})")
          .empty());
  EXPECT_EQ(1u,
            differences(R"({"dynamodb": {"T": [{"a": 1}, {"a": 2}]}})", R"({"dynamodb": {"T": [{"a": 2}, {"a": 3}]}})")
                .size());
}

TEST(PersonalData, IsFoundInTextsWhereverTheyStand) {
  struct Row {
    std::string_view text;
    std::string_view kind;
  };
  const Row rows[] = {
      {"write to jane.doe@gmail.com now", "e-mail address"},
      {"jane@example.com, x@y.test, a@localhost", ""},
      {"call +49 30 901820 today", "telephone number"},
      {"+1 212 555 0123", ""},
      {"1+2+3", ""},
      {"4012 8888 8888 1881", "card number"},
      {"4012888888881882", ""},
      {"4111111111111111", ""},
      {"id-4012888888881881", ""},
  };
  for (const Row& row : rows) {
    const auto found = find_personal_data(Json::array({Json{{"a/b", row.text}}}), {});
    ASSERT_EQ(row.kind.empty() ? 0u : 1u, found.size()) << row.text;
    if (row.kind.empty()) continue;
    EXPECT_EQ(row.kind, found[0].kind);
    EXPECT_EQ("/0/a~1b", found[0].path);
  }
  EXPECT_TRUE(find_personal_data(Json("me@firm.com"), {"me@firm.com"}).empty());
}

TEST(AReport, HoldsEveryCaseInEveryForm) {
  const std::vector<Result> results = {
      {.name = "s/good", .file = "s/good.case.json"},
      {.name = "s/bad",
       .file = "s/bad.case.json",
       .outcome = Outcome::kMismatch,
       .differences = {{.path = "/s3/b/k", .expected = "\"<1>\"", .actual = "", .rule = "kept byte for byte"}}}};
  EXPECT_EQ(1, exit_status(results));
  EXPECT_EQ(0, exit_status({results[0]}));
  const std::string text = to_text(results);
  for (const char* part :
       {"s/bad: MISMATCH", "/s3/b/k", "kept byte for byte", "\"<1>\"", "(nothing)", "1 of 2 cases passed"}) {
    EXPECT_NE(std::string::npos, text.find(part)) << part << "\n" << text;
  }
  EXPECT_NE(std::string::npos, to_junit(results).find("tests=\"2\" failures=\"1\" errors=\"0\""));
  EXPECT_NE(std::string::npos, to_junit(results).find("&lt;1&gt;"));
  EXPECT_EQ(0u, to_tap(results).find("TAP version 13\n1..2\nok 1 - s/good\nnot ok 2 - s/bad\n# MISMATCH\n"));
  const Result again = result_from(to_json(results[1]));
  EXPECT_EQ(results[1].differences[0].rule, again.differences[0].rule);
  EXPECT_EQ(Outcome::kMismatch, again.outcome);
}

}  // namespace
}  // namespace replay
