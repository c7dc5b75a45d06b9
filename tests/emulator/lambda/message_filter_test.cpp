#include "emulator/lambda/message_filter.h"

#include <gtest/gtest.h>

#include "emulator/lambda/errors.h"

namespace lambda_service {
namespace {

using base::Json;

bool passes(const std::vector<std::string>& patterns, const std::string& body) {
  Json filters = Json::array();
  for (const std::string& pattern : patterns) filters.push_back({{"Pattern", pattern}});
  sqs::Delivery delivery;
  delivery.message = {.id = "m1", .body = body, .attributes = {{"kind", {.type = "String", .value = "order"}}}};
  return MessageFilter::parse({{"Filters", std::move(filters)}})
      .passes(delivery, "arn:aws:sqs:us-east-1:000000000000:q");
}

// The table of Lambda's guide, "Properly filtering Amazon SQS messages".
TEST(MessageFilter, BodyAndPatternMustBeOfOneKind) {
  EXPECT_TRUE(passes({R"({"body":["Hello"]})"}, "Hello"));
  EXPECT_FALSE(passes({R"({"body":["Hello"]})"}, "Bye"));
  EXPECT_TRUE(passes({R"({"body":{"a":[1]}})"}, R"({"a":1.0})"));
  EXPECT_FALSE(passes({R"({"body":{"a":[1]}})"}, R"({"a":2})"));
  EXPECT_FALSE(passes({R"({"body":{"a":[{"exists":false}]}})"}, "Hello")) << "a plain body, a pattern for an object";
  EXPECT_TRUE(passes({R"({"body":{"a":[{"exists":false}]}})"}, "{}"));
  EXPECT_FALSE(passes({R"({"body":[{"anything-but":["x"]}]})"}, "{}")) << "an object, a pattern for plain text";
}

TEST(MessageFilter, WhatStandsBesideTheBodyCanBeAskedForAlone) {
  const std::string of_a_kind = R"({"messageAttributes":{"kind":{"stringValue":["order"]}}})";
  EXPECT_TRUE(passes({of_a_kind}, "Hello"));
  EXPECT_TRUE(passes({of_a_kind}, "{}"));
  EXPECT_FALSE(passes({R"({"eventSourceARN":["another"]})"}, "Hello"));
}

TEST(MessageFilter, OneOfSeveralIsEnoughAndNoneLetsAllThrough) {
  EXPECT_TRUE(passes({R"({"body":["x"]})", R"({"body":{"a":[1]}})"}, R"({"a":1})"));
  EXPECT_TRUE(passes({}, "anything"));
  EXPECT_TRUE(MessageFilter().criteria().is_null());
}

TEST(MessageFilter, WhatIsNoCriteriaIsRefused) {
  for (const char* wrong : {R"("text")", R"({"Filter":[]})", R"({"Filters":{}})", R"({"Filters":[{}]})",
                            R"({"Filters":[{"Pattern":"{\"body\":[1]}","Name":"x"}]})",
                            R"({"Filters":[{"Pattern":"[]"}]})", R"({"Filters":[{"Pattern":"{\"body\":1}"}]})"}) {
    EXPECT_THROW(MessageFilter::parse(Json::parse(wrong)), Fault) << wrong;
  }
  Json many = Json::array();
  for (int i = 0; i < 11; ++i) many.push_back({{"Pattern", R"({"body":["x"]})"}});
  EXPECT_THROW(MessageFilter::parse({{"Filters", std::move(many)}}), Fault);
}

}  // namespace
}  // namespace lambda_service
