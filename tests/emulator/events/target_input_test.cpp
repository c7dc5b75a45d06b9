#include "emulator/events/target_input.h"

#include <gtest/gtest.h>

namespace events {
namespace {

constexpr const char* kEvent =
    R"({"version":"0","id":"i-1","detail-type":"order","source":"shop","account":"0","time":"2026-11-21T08:00:00Z","region":"r","resources":[],"detail":{"price":19.90,"name":"a \"b\"","lines":[{"sku":"x","n":1},{"sku":"y","n":2}],"none":null}})";

struct Case {
  const char* name;
  const char* settings;
  const char* input;  // null: nothing is sent
};
class TargetInput : public ::testing::TestWithParam<Case> {};

TEST_P(TargetInput, IsMadeOfTheEvent) {
  const auto input = input_of(
      base::Json::parse(GetParam().settings),
      {.event = kEvent, .rule_arn = "arn:aws:events:r:0:rule/new", .rule_name = "new", .ingested = base::TimePoint{}});
  if (!GetParam().input) {
    EXPECT_FALSE(input);
  } else {
    EXPECT_EQ(input.value_or("nothing"), GetParam().input);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Targets, TargetInput,
    ::testing::Values(
        Case{"the_event", R"({})", kEvent}, Case{"constant", R"({"Input":"{\"a\": 1}"})", R"({"a": 1})"},
        Case{"path", R"({"InputPath":"$.detail.price"})", "19.90"},
        Case{"path_to_text", R"({"InputPath":"$.detail.lines[1].sku"})", R"("y")"},
        Case{"path_to_all", R"({"InputPath":"$.detail.lines[*].n"})", "[1,2]"},
        Case{"path_to_nothing", R"({"InputPath":"$.detail.other"})", nullptr},
        Case{
            "template",
            R"({"InputTransformer":{"InputPathsMap":{"p":"$.detail.price","n":"$.detail.name","l":"$.detail.lines[0]"},"InputTemplate":"{\"p\": <p>, \"n\": <n>, \"l\": <l>}"}})",
            R"({"p": 19.90, "n": "a \"b\"", "l": {"sku":"x","n":1}})"},
        Case{
            "inside_quotes",
            R"({"InputTransformer":{"InputPathsMap":{"n":"$.detail.name","l":"$.detail.lines[0]"},"InputTemplate":"\"<n> of <l>\""}})",
            R"("a \"b\" of {sku:x,n:1}")"},
        Case{
            "what_is_not_there_is_empty",
            R"({"InputTransformer":{"InputPathsMap":{"x":"$.detail.x","z":"$.detail.none"},"InputTemplate":"{\"x\": <x>, \"z\": <z>, \"t\": \"-<x>-\"}"}})",
            R"({"x": "", "z": "", "t": "--"})"},
        Case{
            "reserved",
            R"({"InputTransformer":{"InputTemplate":"{\"r\": <aws.events.rule-arn>, \"n\": \"<aws.events.rule-name>\", \"t\": <aws.events.event.ingestion-time>}"}})",
            R"({"r": "arn:aws:events:r:0:rule/new", "n": "new", "t": "1970-01-01T00:00:00.000Z"})"},
        Case{
            "without_detail", R"({"InputTransformer":{"InputTemplate":"<aws.events.event>"}})",
            R"({"version":"0","id":"i-1","detailType":"order","source":"shop","account":"0","time":"2026-11-21T08:00:00Z","region":"r","resources":[]})"},
        Case{"whole", R"({"InputTransformer":{"InputTemplate":"<aws.events.event.json>"}})", kEvent}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace events
