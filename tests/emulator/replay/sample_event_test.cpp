#include "emulator/replay/sample_event.h"

#include <gtest/gtest.h>

namespace replay {
namespace {

using base::Json;

TEST(ASampleEvent, IsKnownByItsShape) {
  struct Row {
    std::string_view kind, time, event;
  };
  const Row rows[] = {
      {"S3 notification", "2026-03-02T06:00:00.500Z",
       R"({"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventTime":"2026-03-02T06:00:00.500Z","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]})"},
      {"SQS messages", "2026-03-02T06:00:00.500Z",
       R"({"Records":[{"messageId":"m","receiptHandle":"h","body":"x","attributes":{"SentTimestamp":"1772431200500"},"eventSource":"aws:sqs"}]})"},
      {"SNS notification", "2026-03-02T06:00:00.500Z",
       R"({"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","Sns":{"Type":"Notification","Message":"x","Timestamp":"2026-03-02T06:00:00.500Z"}}]})"},
      {"scheduled event", "2026-03-02T06:00:00.000Z",
       R"({"version":"0","id":"i","detail-type":"Scheduled Event","source":"aws.events","time":"2026-03-02T06:00:00Z","resources":[],"detail":{}})"},
      {"EventBridge event", "2026-03-02T06:00:00.000Z",
       R"({"version":"0","id":"i","detail-type":"stock","source":"shop","time":"2026-03-02T06:00:00Z","detail":{"a":1}})"},
      {"API Gateway request (payload 2.0)", "2026-03-02T06:00:00.500Z",
       R"({"version":"2.0","routeKey":"POST /a","rawPath":"/a","requestContext":{"http":{"method":"POST"},"timeEpoch":1772431200500},"body":"x"})"},
      {"API Gateway request (payload 1.0)", "2026-03-02T06:00:00.500Z",
       R"({"version":"1.0","httpMethod":"POST","path":"/a","requestContext":{"requestTimeEpoch":1772431200500}})"},
  };
  for (const Row& row : rows) {
    const auto sample = recognise(Json::parse(row.event));
    ASSERT_TRUE(sample) << row.event;
    EXPECT_EQ(row.kind, sample->kind);
    ASSERT_TRUE(sample->time) << row.event;
    EXPECT_EQ(row.time, base::format_iso8601(*sample->time));
    EXPECT_NE(std::string::npos, known_samples().find(row.kind));
  }
}

TEST(ASampleEvent, NeedNotSayWhen) {
  const auto sample = recognise(Json::parse(R"({"Records":[{"eventSource":"aws:sqs","body":"x"}]})"));
  ASSERT_TRUE(sample);
  EXPECT_FALSE(sample->time);
}

TEST(ASampleEvent, OfAnotherShapeIsNotKnown) {
  for (const char* event :
       {"{}", "[]", "1", R"({"Records":[]})", R"({"Records":{}})", R"({"Records":[{"eventSource":"aws:kinesis"}]})",
        R"({"Records":[{"eventSource":"aws:s3"}]})", R"({"version":"2.0"})", R"({"detail":{}})"}) {
    EXPECT_FALSE(recognise(Json::parse(event))) << event;
  }
}

}  // namespace
}  // namespace replay
