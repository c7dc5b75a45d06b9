#include "emulator/sns/topics.h"

#include <gtest/gtest.h>

#include "emulator/loop/on_loop.h"
#include "emulator/protocol/ask.h"
#include "emulator/sns/errors.h"
#include "emulator/sns/operations.h"
#include "emulator/store/temporary_directory.h"

namespace sns {
namespace topics_test {

using base::Json;

constexpr const char* kTopic = "arn:aws:sns:us-east-1:000000000000:events";
constexpr const char* kQueue = "arn:aws:sqs:us-east-1:000000000000:orders";
constexpr const char* kFunction = "arn:aws:lambda:us-east-1:000000000000:function:notify";

// Topics whose deliveries end here, in a list.
struct World : ::testing::Test {
  store::TemporaryDirectory directory = {};
  std::vector<delivery::Message> delivered = {};

  struct Open {
    loop::Loop& loop;
    store::Store store;
    delivery::Deliveries deliveries;
    Topics topics;
    protocol::QueryEndpoint endpoint;
    Open(loop::Loop& l, const std::string& path)
        : loop(l),
          store(loop, {.directory = path}),
          deliveries(loop, store),
          topics(loop, store, deliveries),
          endpoint(query_protocol_of(), topics, kOperations) {}
    std::string ask(const std::string& form) { return protocol::ask_query(endpoint, form).body; }
    void settle() { ASSERT_TRUE(loop.settle(loop::soon())); }
  };

  void open(const std::function<void(Open&)>& body) {
    loop::on_virtual_loop([&](loop::Loop& loop) {
      Open opened(loop, directory.path());
      for (const char* prefix : {"arn:aws:sqs:", "arn:aws:lambda:"}) {
        opened.deliveries.add_target({.arn_prefix = prefix, .deliver = [this](const delivery::Message& message) {
                                        delivered.push_back(message);
                                        return delivery::taken();
                                      }});
      }
      opened.deliveries.add_target(opened.topics.delivery_target());
      opened.deliveries.start();
      body(opened);
    });
  }

  static void make_topic(Open& open) {
    open.topics.ensure(TopicDescription{.name = "events", .account = "000000000000", .region = "us-east-1"});
  }
};

TEST_F(World, QueueGetsTheEnvelope) {
  open([&](Open& open) {
    make_topic(open);
    open.topics.ensure(SubscriptionDescription{.topic_arn = kTopic, .protocol = "sqs", .endpoint = kQueue});
    const std::string id = open.topics.publish(
        kTopic, {.message = "hello", .subject = "greeting", .attributes = {{"kind", {"String", "x"}}}});
    EXPECT_TRUE(delivered.empty()) << "before the clock is told to go";
    open.settle();
    ASSERT_EQ(delivered.size(), 1U);
    EXPECT_EQ(delivered[0].target, kQueue);
    EXPECT_EQ(delivered[0].source, kTopic);
    const Json envelope = Json::parse(delivered[0].payload);
    EXPECT_EQ(envelope.text("Type"), "Notification");
    EXPECT_EQ(envelope.text("MessageId"), id);
    EXPECT_EQ(envelope.text("TopicArn"), kTopic);
    EXPECT_EQ(envelope.text("Subject"), "greeting");
    EXPECT_EQ(envelope.text("Message"), "hello");
    EXPECT_EQ(envelope.text("Timestamp"), "2023-11-14T22:13:20.000Z");
    EXPECT_EQ(envelope.text("SignatureVersion"), "1");
    EXPECT_EQ(envelope.at("MessageAttributes").dump(), R"({"kind":{"Type":"String","Value":"x"}})");
    for (const char* there : {"Signature", "SigningCertURL", "UnsubscribeURL"})
      EXPECT_NE(envelope.text(there), "") << there;
  });
}

TEST_F(World, RawDeliveryIsTheMessageAndItsAttributes) {
  open([&](Open& open) {
    make_topic(open);
    open.topics.ensure(SubscriptionDescription{
        .topic_arn = kTopic, .protocol = "sqs", .endpoint = kQueue, .raw_message_delivery = true});
    open.topics.publish(kTopic,
                        {.message = "hello", .attributes = {{"n", {"Number", "1"}}, {"b", {"Binary", "AA=="}}}});
    open.settle();
    ASSERT_EQ(delivered.size(), 1U);
    EXPECT_EQ(delivered[0].payload, "hello");
    EXPECT_EQ(
        delivered[0].attributes.dump(),
        R"({"messageAttributes":{"b":{"DataType":"Binary","BinaryValue":"AA=="},"n":{"DataType":"Number","StringValue":"1"}}})");
  });
}

TEST_F(World, FunctionGetsAnEventWithOneRecord) {
  open([&](Open& open) {
    make_topic(open);
    open.topics.ensure(SubscriptionDescription{.topic_arn = kTopic, .protocol = "lambda", .endpoint = kFunction});
    open.topics.publish(kTopic, {.message = "hello"});
    open.settle();
    ASSERT_EQ(delivered.size(), 1U);
    const Json record = Json::parse(delivered[0].payload).at("Records").at(0);
    EXPECT_EQ(record.text("EventSource"), "aws:sns");
    EXPECT_EQ(record.text("EventVersion"), "1.0");
    EXPECT_TRUE(record.text("EventSubscriptionArn").starts_with(std::string(kTopic) + ":"));
    EXPECT_EQ(record.at("Sns").text("Message"), "hello");
    EXPECT_TRUE(record.at("Sns").at("Subject").is_null());
    EXPECT_EQ(record.at("Sns").at("MessageAttributes").dump(), "{}");
  });
}

TEST_F(World, MessageStructureSaysWhatEachProtocolGets) {
  open([&](Open& open) {
    make_topic(open);
    open.topics.ensure(SubscriptionDescription{
        .topic_arn = kTopic, .protocol = "sqs", .endpoint = kQueue, .raw_message_delivery = true});
    open.topics.ensure(SubscriptionDescription{.topic_arn = kTopic, .protocol = "lambda", .endpoint = kFunction});
    EXPECT_NE(open.ask("Action=Publish&TopicArn=arn:aws:sns:us-east-1:000000000000:events&MessageStructure=json"
                       "&Message=%7B%22default%22%3A%22d%22%2C%22sqs%22%3A%22q%22%7D")
                  .find("<PublishResult><MessageId>"),
              std::string::npos);
    open.settle();
    ASSERT_EQ(delivered.size(), 2U);
    for (const auto& message : delivered) {
      if (message.target == kQueue) {
        EXPECT_EQ(message.payload, "q");
      }
      if (message.target == kFunction) {
        EXPECT_EQ(Json::parse(message.payload).at("Records").at(0).at("Sns").text("Message"), "d");
      }
    }
  });
}

TEST_F(World, FilterKeepsOutWhatItsSubscriberDoesNotWant) {
  open([&](Open& open) {
    make_topic(open);
    open.topics.ensure(SubscriptionDescription{.topic_arn = kTopic,
                                               .protocol = "sqs",
                                               .endpoint = kQueue,
                                               .filter_policy = Json::parse(R"({"kind":["order"]})"),
                                               .raw_message_delivery = true});
    open.topics.publish(kTopic, {.message = "no"});
    open.topics.publish(kTopic, {.message = "yes", .attributes = {{"kind", {"String", "order"}}}});
    open.settle();
    ASSERT_EQ(delivered.size(), 1U);
    EXPECT_EQ(delivered[0].payload, "yes");
  });
}

TEST_F(World, WhatWasPublishedBeforeACrashIsDeliveredAfterIt) {
  open([&](Open& open) {
    make_topic(open);
    open.topics.ensure(SubscriptionDescription{.topic_arn = kTopic, .protocol = "sqs", .endpoint = kQueue});
    open.topics.publish(kTopic, {.message = "hello"});
  });
  EXPECT_TRUE(delivered.empty());
  open([&](Open& open) {
    open.settle();
    EXPECT_EQ(delivered.size(), 1U);
    EXPECT_EQ(open.topics.subscriptions_of(kTopic).size(), 1U);
  });
}

TEST_F(World, DeliveryToATopicIsPublished) {
  open([&](Open& open) {
    make_topic(open);
    open.topics.ensure(SubscriptionDescription{.topic_arn = kTopic, .protocol = "sqs", .endpoint = kQueue});
    const delivery::Target target = open.topics.delivery_target();
    EXPECT_EQ(
        target.deliver({.target = kTopic, .payload = "p", .attributes = Json{{"subject", "Amazon S3 Notification"}}})
            .kind,
        delivery::Outcome::Kind::kTaken);
    EXPECT_EQ(target.deliver({.target = "arn:aws:sns:us-east-1:000000000000:none"}).kind,
              delivery::Outcome::Kind::kRefused);
    open.settle();
    ASSERT_EQ(delivered.size(), 1U);
    EXPECT_EQ(Json::parse(delivered[0].payload).text("Subject"), "Amazon S3 Notification");
  });
}

// --- what clients say

const std::string kTopicParameter = "TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A000000000000%3Aevents";
const std::string kSubscribe =
    "Action=Subscribe&Protocol=sqs&Endpoint=arn:aws:sqs:us-east-1:000000000000:orders&" + kTopicParameter;

TEST_F(World, TopicsAndSubscriptionsAreManagedByTheQueryProtocol) {
  open([&](Open& open) {
    const std::string create =
        "Action=CreateTopic&Version=2010-03-31&Name=events&Attributes.entry.1.key=DisplayName"
        "&Attributes.entry.1.value=Events&Tags.member.1.Key=team&Tags.member.1.Value=feed";
    EXPECT_EQ(open.ask(create),
              "<?xml version=\"1.0\"?><CreateTopicResponse "
              "xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><CreateTopicResult>"
              "<TopicArn>arn:aws:sns:us-east-1:000000000000:events</TopicArn></"
              "CreateTopicResult><ResponseMetadata><RequestId>"
              "id-1</RequestId></ResponseMetadata></CreateTopicResponse>");
    EXPECT_EQ(open.ask(create), open.ask(create)) << "repeatable";
    EXPECT_NE(open.ask("Action=ListTopics")
                  .find("<Topics><member><TopicArn>" + std::string(kTopic) + "</TopicArn></member></Topics>"),
              std::string::npos);
    const std::string subscribed =
        open.ask(kSubscribe + "&Attributes.entry.1.key=RawMessageDelivery&Attributes.entry.1.value=true");
    const auto from = subscribed.find(kTopic), to = subscribed.find("</SubscriptionArn>");
    ASSERT_NE(to, std::string::npos) << subscribed;
    const std::string arn = subscribed.substr(from, to - from);
    EXPECT_NE(open.ask("Action=ListSubscriptionsByTopic&" + kTopicParameter)
                  .find("<Subscriptions><member><SubscriptionArn>" + arn +
                        "</SubscriptionArn><Owner>000000000000</Owner><Protocol>sqs"),
              std::string::npos);
    EXPECT_NE(open.ask("Action=ListSubscriptions").find(arn), std::string::npos);
    EXPECT_NE(open.ask("Action=SetSubscriptionAttributes&AttributeName=FilterPolicy&AttributeValue=%7B%22a%22%3A%5B%"
                       "22b%22%5D%7D&SubscriptionArn=" +
                       arn)
                  .find("<SetSubscriptionAttributesResponse"),
              std::string::npos);
    const std::string attributes = open.ask("Action=GetSubscriptionAttributes&SubscriptionArn=" + arn);
    for (const char* part : {"<entry><key>RawMessageDelivery</key><value>true</value></entry>",
                             "<entry><key>FilterPolicy</key><value>{&quot;a&quot;:[&quot;b&quot;]}</value></entry>"}) {
      EXPECT_NE(attributes.find(part), std::string::npos) << attributes;
    }
    EXPECT_NE(open.ask("Action=GetTopicAttributes&" + kTopicParameter)
                  .find("<key>SubscriptionsConfirmed</key><value>1</value>"),
              std::string::npos);
    const std::string tags = "ListTagsForResource&ResourceArn=" + std::string(kTopic);
    EXPECT_NE(open.ask("Action=" + tags).find("<Tags><member><Key>team</Key><Value>feed</Value></member></Tags>"),
              std::string::npos);
    open.ask("Action=UntagResource&TagKeys.member.1=team&ResourceArn=" + std::string(kTopic));
    EXPECT_NE(open.ask("Action=" + tags).find("<Tags></Tags>"), std::string::npos);
    open.ask("Action=Unsubscribe&SubscriptionArn=" + arn);
    EXPECT_NE(open.ask("Action=GetSubscriptionAttributes&SubscriptionArn=" + arn).find("<Code>NotFound</Code>"),
              std::string::npos);
    open.ask("Action=DeleteTopic&" + kTopicParameter);
    EXPECT_NE(open.ask("Action=ListTopics").find("<Topics></Topics>"), std::string::npos);
  });
}

TEST_F(World, PublishBatchAnswersForEachEntryByItself) {
  open([&](Open& open) {
    make_topic(open);
    open.topics.ensure(SubscriptionDescription{
        .topic_arn = kTopic, .protocol = "sqs", .endpoint = kQueue, .raw_message_delivery = true});
    const std::string prefix = "Action=PublishBatch&" + kTopicParameter + "&PublishBatchRequestEntries.member.";
    const std::string answer =
        open.ask(prefix +
                 "1.Id=a&PublishBatchRequestEntries.member.1.Message=one&PublishBatchRequestEntries."
                 "member.2.Id=b&PublishBatchRequestEntries.member.2.Message=");
    EXPECT_NE(answer.find("<Successful><member><Id>a</Id><MessageId>"), std::string::npos) << answer;
    EXPECT_NE(answer.find("<Failed><member><Id>b</Id><Code>InvalidParameter</Code>"), std::string::npos) << answer;
    open.settle();
    EXPECT_EQ(delivered.size(), 1U);
  });
}

TEST_F(World, RefusesByName) {
  const std::pair<std::string, std::string> cases[] = {
      {"Action=Publish&Message=x&TopicArn=arn:aws:sns:us-east-1:000000000000:none", "NotFound"},
      {"Action=Publish&Message=x", "InvalidParameter"},
      {"Action=Publish&Message=&" + kTopicParameter, "InvalidParameter"},
      {"Action=Publish&" + kTopicParameter, "ValidationError"},
      {"Action=Publish&PhoneNumber=%2B491&Message=x", "InvalidParameter"},
      {"Action=Publish&Message=x&MessageGroupId=g&" + kTopicParameter, "InvalidParameter"},
      {"Action=Publish&Message=x&Subject=" + std::string(101, 's') + "&" + kTopicParameter, "InvalidParameter"},
      {"Action=Publish&Message=" + std::string(262'145, 'x') + "&" + kTopicParameter, "InvalidParameter"},
      {"Action=Publish&Message=x&MessageStructure=json&" + kTopicParameter, "InvalidParameter"},
      {"Action=Publish&Message=x&MessageAttributes.entry.1.Name=a&MessageAttributes.entry.1.Value.DataType=Text&" +
           kTopicParameter,
       "ParameterValueInvalid"},
      {"Action=CreateTopic&Name=a.b", "InvalidParameter"},
      {"Action=CreateTopic&Name=a.fifo", "InvalidParameter"},
      {"Action=Subscribe&Protocol=email&Endpoint=a%40b.c&" + kTopicParameter, "InvalidParameter"},
      {"Action=Subscribe&Protocol=sqs&Endpoint=orders&" + kTopicParameter, "InvalidParameter"},
      {kSubscribe + "&Attributes.entry.1.key=DeliveryPolicy&Attributes.entry.1.value=%7B%7D", "InvalidParameter"},
      {kSubscribe + "&Attributes.entry.1.key=FilterPolicy&Attributes.entry.1.value=%5B", "InvalidParameter"},
      {"Action=SetTopicAttributes&AttributeName=KmsMasterKeyId&AttributeValue=k&" + kTopicParameter,
       "InvalidParameter"},
      {"Action=ListTagsForResource&ResourceArn=arn:aws:sns:us-east-1:000000000000:none", "ResourceNotFound"},
      {"Action=CreatePlatformApplication&Name=x", "InvalidAction"}};
  open([&](Open& open) {
    make_topic(open);
    for (const auto& [form, code] : cases) {
      EXPECT_NE(open.ask(form).find("<Code>" + code + "</Code>"), std::string::npos) << form.substr(0, 200) << "\n"
                                                                                     << open.ask(form);
    }
  });
}

TEST_F(World, SubscribingAgainGivesTheSameArnUnlessTheAttributesDiffer) {
  open([&](Open& open) {
    make_topic(open);
    const SubscriptionDescription plain{.topic_arn = kTopic, .protocol = "sqs", .endpoint = kQueue};
    EXPECT_EQ(open.topics.subscribe(plain), open.topics.subscribe(plain));
    SubscriptionDescription raw = plain;
    raw.raw_message_delivery = true;
    EXPECT_THROW(open.topics.subscribe(raw), Fault);
    open.topics.ensure(raw);  // the template may
    ASSERT_EQ(open.topics.subscriptions_of(kTopic).size(), 1U);
    EXPECT_TRUE(open.topics.subscriptions_of(kTopic)[0]->description.raw_message_delivery);
  });
}

}  // namespace topics_test
}  // namespace sns
