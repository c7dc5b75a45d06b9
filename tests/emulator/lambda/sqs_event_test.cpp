#include "emulator/lambda/sqs_event.h"

#include <gtest/gtest.h>

namespace lambda_service {
namespace sqs_event_test {

using base::Json;

sqs::Delivery delivery(std::string id) {
  sqs::Delivery made;
  made.message = {.id = std::move(id), .body = "hello", .sender = "000000000000"};
  made.place = {.sent = base::from_epoch_millis(1'700'000'000'123),
                .first_received = base::from_epoch_millis(1'700'000'001'000),
                .receives = 2};
  made.receipt = "receipt";
  return made;
}

TEST(SqsEvent, RecordIsAsLambdaShowsAMessage) {
  sqs::Delivery made = delivery("m1");
  made.message.attributes = {{"kind", {"String", "x"}}, {"raw", {"Binary", std::string("\0\1", 2)}}};
  const std::string arn = "arn:aws:sqs:eu-central-1:000000000000:orders";
  const Json event = Json::parse(sqs_event({sqs_record(made, arn).dump(), sqs_record(delivery("m2"), arn).dump()}));
  ASSERT_EQ(event.at("Records").size(), 2U);
  EXPECT_EQ(
      event.at("Records").at(0).dump(),
      R"({"messageId":"m1","receiptHandle":"receipt","body":"hello","attributes":{"ApproximateReceiveCount":"2",)"
      R"("SentTimestamp":"1700000000123","SenderId":"000000000000","ApproximateFirstReceiveTimestamp":"1700000001000"},)"
      R"("messageAttributes":{"kind":{"stringValue":"x","stringListValues":[],"binaryListValues":[],"dataType":"String"},)"
      R"("raw":{"binaryValue":"AAE=","stringListValues":[],"binaryListValues":[],"dataType":"Binary"}},)"
      R"("md5OfBody":"5d41402abc4b2a76b9719d911017c592","md5OfMessageAttributes":")" +
          sqs::md5_of(made.message.attributes) +
          R"(","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-central-1:000000000000:orders",)"
          R"("awsRegion":"eu-central-1"})");
  EXPECT_FALSE(event.at("Records").at(1).contains("md5OfMessageAttributes"));
}

struct Case {
  std::string name = {};
  std::string answer = {};
  std::optional<std::vector<std::string>> failed = {};  // nothing: the whole batch
};

class BatchItemFailures : public ::testing::TestWithParam<Case> {};

TEST_P(BatchItemFailures, SayWhichMessagesComeAgain) {
  EXPECT_EQ(parse_batch_item_failures(GetParam().answer, {delivery("m1"), delivery("m2")}), GetParam().failed);
}

using Ids = std::vector<std::string>;

INSTANTIATE_TEST_SUITE_P(
    Rows, BatchItemFailures,
    ::testing::Values(Case{"one", R"({"batchItemFailures":[{"itemIdentifier":"m2"}]})", Ids{"m2"}},
                      Case{"both", R"({"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m2"}]})",
                           Ids{"m1", "m2"}},
                      Case{"empty_list", R"({"batchItemFailures":[]})", Ids{}},
                      Case{"null_list", R"({"batchItemFailures":null})", Ids{}}, Case{"empty_object", "{}", Ids{}},
                      Case{"null", "null", Ids{}}, Case{"nothing", "", Ids{}}, Case{"no_json", "done", std::nullopt},
                      Case{"text", R"("done")", std::nullopt},
                      Case{"list_that_is_none", R"({"batchItemFailures":"m1"})", std::nullopt},
                      Case{"empty_id", R"({"batchItemFailures":[{"itemIdentifier":""}]})", std::nullopt},
                      Case{"null_id", R"({"batchItemFailures":[{"itemIdentifier":null}]})", std::nullopt},
                      Case{"wrong_key", R"({"batchItemFailures":[{"messageId":"m1"}]})", std::nullopt},
                      Case{"unknown_id", R"({"batchItemFailures":[{"itemIdentifier":"m3"}]})", std::nullopt}),
    [](const auto& row) { return row.param.name; });

}  // namespace sqs_event_test
}  // namespace lambda_service
