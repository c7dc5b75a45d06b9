#include "emulator/s3/notification.h"

#include <fmt/format.h>

#include <map>

#include "base/digest.h"
#include "base/text.h"
#include "tests/emulator/s3/service.h"

namespace s3 {
namespace {

constexpr char kFunction[] = "arn:aws:lambda:us-east-1:000000000000:function:aggregate";
constexpr char kQueue[] = "arn:aws:sqs:us-east-1:000000000000:orders";

std::string for_queue(std::string_view event, std::string_view more = {}) {
  return fmt::format(
      "<NotificationConfiguration><QueueConfiguration><Id>q</Id><Queue>{}</Queue><Event>{}</Event>{}"
      "</QueueConfiguration></NotificationConfiguration>",
      kQueue, event, more);
}

void settle(Service& service) { ASSERT_TRUE(service.loop.settle(loop::soon())); }

// E046: an object under an incoming prefix is told of, in the form that S3's own events have.
TEST(Notifications, TellOfAnObjectAsS3Does) {
  with_service([](Service& service) {
    service.buckets.ensure(
        {.name = "data",
         .account = "000000000000",
         .region = "us-east-1",
         .notifications = {
             {.event = "s3:ObjectCreated:*", .target_arn = kFunction, .prefix = "orders/", .suffix = ".csv"}}});
    service.put("/data/orders/a%20b%26%C3%A9.csv", "hello world");
    service.put("/data/orders/a.txt", "no");
    service.put("/data/other/a.csv", "no");
    settle(service);
    ASSERT_EQ(service.delivered.size(), 1u);
    const delivery::Message& message = service.delivered[0];
    EXPECT_EQ(message.target, kFunction);
    EXPECT_EQ(message.source, "arn:aws:s3:::data");
    const base::Json event = base::Json::parse(message.payload);
    ASSERT_EQ(event.at("Records").size(), 1u);
    base::Json record = event.at("Records").at(std::size_t{0});
    EXPECT_EQ(record.at("s3").at("object").at("sequencer").as_string().size(), 18u);
    record.find("s3")->find("object")->set("sequencer", "*");
    record.find("s3")->set("configurationId", "*");
    record.find("s3")->find("bucket")->find("ownerIdentity")->set("principalId", "*");
    EXPECT_EQ(record.dump(2), base::Json::parse(R"({
      "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1",
      "eventTime": "2023-11-14T22:13:20.000Z", "eventName": "ObjectCreated:Put",
      "userIdentity": {"principalId": "AWS:000000000000"},
      "requestParameters": {"sourceIPAddress": "127.0.0.1"},
      "responseElements": {"x-amz-request-id": "4442587FB7D0A2F9", "x-amz-id-2": "NDQ0MjU4N0ZCN0QwQTJGOQ=="},
      "s3": {"s3SchemaVersion": "1.0", "configurationId": "*",
             "bucket": {"name": "data",
                        "ownerIdentity": {"principalId": "*"},
                        "arn": "arn:aws:s3:::data"},
             "object": {"key": "orders/a+b%26%C3%A9.csv", "size": 11, "eTag": "5eb63bbbe01eeed093cb22bb8f5acdc3",
                        "sequencer": "*"}}})")
                                  .dump(2));
  });
}

TEST(Notifications, TellWhatKindOfChangeItWas) {
  with_service([](Service& service) {
    service.put(
        "/data?notification",
        fmt::format("<NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>{}</CloudFunction>"
                    "<Event>s3:ObjectCreated:*</Event><Event>s3:ObjectRemoved:*</Event>"
                    "<Event>s3:ObjectTagging:*</Event></CloudFunctionConfiguration></NotificationConfiguration>",
                    kFunction));
    service.put("/data/a", "x");
    service.put("/data/b", "", {{"x-amz-copy-source", "data/a"}});
    const std::string upload = service.post("/data/c?uploads").xml("InitiateMultipartUploadResult").text_of("UploadId");
    const std::string etag = service.put("/data/c?partNumber=1&uploadId=" + upload, "x").header("etag");
    service.post("/data/c?uploadId=" + upload, "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" +
                                                   etag + "</ETag></Part></CompleteMultipartUpload>");
    service.put("/data/a?tagging", "<Tagging><TagSet/></Tagging>");
    service.remove("/data/a");
    service.remove("/data/a");  // nothing there any more: nothing to tell
    const std::string document = "<Delete><Object><Key>b</Key></Object><Object><Key>none</Key></Object></Delete>";
    service.post("/data?delete", document, {{"Content-MD5", base::to_base64(base::md5(document))}});
    settle(service);
    std::map<std::string, std::string> told;  // by sequencer, the order in which it happened
    for (const delivery::Message& message : service.delivered) {
      const base::Json event = base::Json::parse(message.payload);
      const base::Json& record = event.at("Records").at(std::size_t{0});
      const base::Json& object = record.at("s3").at("object");
      EXPECT_EQ(object.contains("eTag"), !record.text("eventName").starts_with("ObjectRemoved")) << message.payload;
      told[object.text("sequencer")] = record.text("eventName") + " " + object.text("key");
    }
    std::vector<std::string> order;
    for (const auto& [sequencer, text] : told) order.push_back(text);
    EXPECT_EQ(order, (std::vector<std::string>{"ObjectCreated:Put a", "ObjectCreated:Copy b",
                                               "ObjectCreated:CompleteMultipartUpload c", "ObjectTagging:Put a",
                                               "ObjectRemoved:Delete a", "ObjectRemoved:Delete b"}));
  });
}

TEST(Notifications, TellEventBridgeOfEveryChange) {
  with_service([](Service& service) {
    const std::string on = "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>";
    EXPECT_EQ(service.put("/data?notification", on).status, 200);
    EXPECT_EQ(service.get("/data?notification").xml("NotificationConfiguration").children.at(0).name,
              "EventBridgeConfiguration");
    service.put("/data/a%20b", "hello world");
    settle(service);
    ASSERT_EQ(service.delivered.size(), 1u);
    EXPECT_EQ(service.delivered[0].target, "arn:aws:events:us-east-1:000000000000:event-bus/default");
    base::Json event = base::Json::parse(service.delivered[0].payload);
    EXPECT_EQ(event.at("detail").at("object").text("sequencer").size(), 18u);
    event.find("detail")->find("object")->set("sequencer", "*");
    event.find("detail")->set("request-id", "*");
    event.set("id", "*");
    EXPECT_EQ(event.dump(2), base::Json::parse(R"({
      "version": "0", "id": "*", "detail-type": "Object Created", "source": "aws.s3", "account": "000000000000",
      "time": "2023-11-14T22:13:20Z", "region": "us-east-1", "resources": ["arn:aws:s3:::data"],
      "detail": {"version": "0", "bucket": {"name": "data"},
                 "object": {"key": "a b", "size": 11, "etag": "5eb63bbbe01eeed093cb22bb8f5acdc3", "sequencer": "*"},
                 "request-id": "*", "requester": "000000000000", "source-ip-address": "127.0.0.1",
                 "reason": "PutObject"}})")
                                 .dump(2));
    service.remove("/data/a%20b");
    settle(service);
    ASSERT_EQ(service.delivered.size(), 2u);
    event = base::Json::parse(service.delivered[1].payload);
    EXPECT_EQ(event.text("detail-type"), "Object Deleted");
    EXPECT_EQ(event.at("detail").text("reason"), "DeleteObject");
    EXPECT_EQ(event.at("detail").text("deletion-type"), "Permanently Deleted");
    EXPECT_EQ(service.put("/data?notification", "<NotificationConfiguration/>").status, 200);
    service.put("/data/a", "x");
    settle(service);
    EXPECT_EQ(service.delivered.size(), 2u);
  });
}

TEST(Notifications, AreShownAsTheyWereSetAndAQueueIsTestedOnce) {
  with_service([](Service& service) {
    EXPECT_TRUE(service.get("/data?notification").xml("NotificationConfiguration").children.empty());
    const std::string filter =
        "<Filter><S3Key><FilterRule><Name>prefix</Name><Value>in/</Value></FilterRule></S3Key></Filter>";
    for (int twice = 0; twice < 2; ++twice) {
      const Answer set = service.put("/data?notification", for_queue("s3:ObjectCreated:Put", filter));
      EXPECT_EQ(set.status, 200) << set.body;
    }
    settle(service);
    ASSERT_EQ(service.delivered.size(), 1u);
    EXPECT_EQ(base::Json::parse(service.delivered[0].payload).text("Event"), "s3:TestEvent");
    const xml::Element shown = service.get("/data?notification").xml("NotificationConfiguration");
    const xml::Element& queue = shown.children.at(0);
    EXPECT_EQ(queue.name, "QueueConfiguration");
    EXPECT_EQ(queue.text_of("Id"), "q");
    EXPECT_EQ(queue.text_of("Queue"), kQueue);
    EXPECT_EQ(queue.text_of("Event"), "s3:ObjectCreated:Put");
    EXPECT_EQ(queue.find("Filter")->find("S3Key")->find("FilterRule")->text_of("Value"), "in/");
    EXPECT_EQ(service.put("/data?notification", "<NotificationConfiguration/>").status, 200);
    service.put("/data/in/a", "x");
    settle(service);
    EXPECT_EQ(service.delivered.size(), 1u);
  });
}

TEST(Notifications, ThatCannotBeAreRefused) {
  with_service([](Service& service) {
    const std::string two = fmt::format(
        "<NotificationConfiguration><QueueConfiguration><Queue>{0}</Queue><Event>s3:ObjectCreated:*</Event>"
        "</QueueConfiguration><QueueConfiguration><Queue>{0}</Queue><Event>s3:ObjectCreated:Put</Event>"
        "</QueueConfiguration></NotificationConfiguration>",
        kQueue);
    struct Case {
      std::string document;
      const char* code;
    };
    for (const auto& [document, code] :
         {Case{two, "InvalidArgument"}, Case{for_queue("s3:ObjectEaten"), "InvalidArgument"},
          Case{"<NotificationConfiguration><EventBridgeConfiguration><X/></EventBridgeConfiguration>"
               "</NotificationConfiguration>",
               "MalformedXML"},
          Case{"<NotificationConfiguration><QueueConfiguration><Queue>orders</Queue><Event>s3:ObjectCreated:*</Event>"
               "</QueueConfiguration></NotificationConfiguration>",
               "InvalidArgument"},
          Case{"<NotificationConfiguration><X/></NotificationConfiguration>", "MalformedXML"},
          Case{"", "MalformedXML"}}) {
      EXPECT_EQ(service.put("/data?notification", document).code(), code) << document;
    }
  });
}

TEST(Notifications, AreSentWithTheChangeOrNotAtAll) {
  with_service([](Service& service) {
    service.put("/data?notification", for_queue("s3:ObjectCreated:*"));
    settle(service);
    service.delivered.clear();
    EXPECT_EQ(service.put("/data/a", "x", {{"If-Match", "\"no\""}}).status, 404);
    EXPECT_EQ(service.put("/data/a", "x", {{"Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww=="}}).code(), "BadDigest");
    settle(service);
    EXPECT_TRUE(service.delivered.empty());
  });
}

}  // namespace
}  // namespace s3
