#include "emulator/sqs/operations.h"

#include "emulator/sqs/world.h"

namespace sqs {
namespace operations_test {

using base::Json;

struct Sqs : ::testing::Test {
  World world = {};
  // `body` with a queue "orders" that is there.
  void with_orders(const std::function<void(World::Open&)>& body) {
    world.open([&](World::Open& open) {
      open.call("CreateQueue", Json{{"QueueName", "orders"}});
      body(open);
    });
  }
};

TEST_F(Sqs, SendReceiveDeleteAsTheSdksOfTodaySpeak) {
  with_orders([](World::Open& open) {
    const Json sent =
        open.call("SendMessage",
                  orders(Json{{"MessageBody", "hello"},
                              {"MessageAttributes", Json{{"kind", Json{{"DataType", "String"}, {"StringValue", "x"}}}}},
                              {"MessageSystemAttributes",
                               Json{{"AWSTraceHeader", Json{{"DataType", "String"}, {"StringValue", "Root=1"}}}}}}));
    EXPECT_EQ(sent.text("MD5OfMessageBody"), "5d41402abc4b2a76b9719d911017c592");
    EXPECT_EQ(sent.text("MD5OfMessageAttributes").size(), 32U);
    const Json answer = open.call("ReceiveMessage", orders(Json{{"MessageSystemAttributeNames", Json::array({"All"})},
                                                                {"MessageAttributeNames", Json::array({"All"})}}));
    const Json& message = answer.at("Messages").at(0);
    EXPECT_EQ(message.at("MessageId"), sent.at("MessageId"));
    EXPECT_EQ(message.text("Body"), "hello");
    EXPECT_EQ(message.text("MD5OfBody"), "5d41402abc4b2a76b9719d911017c592");
    EXPECT_EQ(message.at("MessageAttributes").dump(), R"({"kind":{"StringValue":"x","DataType":"String"}})");
    EXPECT_EQ(message.at("MD5OfMessageAttributes"), sent.at("MD5OfMessageAttributes"));
    EXPECT_EQ(message.at("Attributes").dump(),
              R"({"SenderId":"000000000000","SentTimestamp":"1700000000000","ApproximateReceiveCount":"1",)"
              R"("ApproximateFirstReceiveTimestamp":"1700000000000","AWSTraceHeader":"Root=1"})");
    EXPECT_EQ(open.call("ReceiveMessage", orders()).dump(), "{}");
    EXPECT_EQ(open.call("DeleteMessage", orders(Json{{"ReceiptHandle", message.text("ReceiptHandle")}})).dump(), "{}");
    open.pass(seconds(60));
    EXPECT_EQ(open.call("ReceiveMessage", orders()).dump(), "{}");
  });
}

TEST_F(Sqs, OnlyTheAttributesThatWereAskedForAreShownAndDigested) {
  with_orders([](World::Open& open) {
    const auto text = [](const char* value) { return Json{{"DataType", "String"}, {"StringValue", value}}; };
    open.call("SendMessage",
              orders(Json{{"MessageBody", "b"},
                          {"MessageAttributes", Json{{"app.a", text("1")}, {"app.b", text("2")}, {"c", text("3")}}}}));
    const auto receive = [&](const Json& names) {
      return open.call("ReceiveMessage", orders(Json{{"MessageAttributeNames", names}, {"VisibilityTimeout", 0}}))
          .at("Messages")
          .at(0);
    };
    EXPECT_FALSE(receive(Json::array()).contains("MessageAttributes"));
    EXPECT_FALSE(receive(Json::array()).contains("MD5OfMessageAttributes"));
    EXPECT_EQ(receive(Json::array({"c", "none"})).at("MessageAttributes").size(), 1U);
    EXPECT_EQ(receive(Json::array({"app.*"})).at("MessageAttributes").size(), 2U);
    EXPECT_NE(receive(Json::array({"c"})).at("MD5OfMessageAttributes"),
              receive(Json::array({"All"})).at("MD5OfMessageAttributes"));
  });
}

TEST_F(Sqs, QueryProtocolSaysTheSameInXml) {
  with_orders([](World::Open& open) {
    const auto sent = protocol::ask_query(
        open.query,
        "Action=SendMessage&Version=2012-11-05&QueueUrl=http%3A%2F%2Fsqs.us-east-1.amazonaws.com%2F000000000000%"
        "2Forders"
        "&MessageBody=hello+%3C%26%3E&MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=Number"
        "&MessageAttribute.1.Value.StringValue=7&DelaySeconds=0");
    EXPECT_EQ(sent.status, 200) << sent.body;
    EXPECT_NE(
        sent.body.find("<SendMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><SendMessageResult>"
                       "<MessageId>"),
        std::string::npos);
    // By the queue's own address, as the oldest clients do.
    const auto received = protocol::ask_query(
        open.query, "Action=ReceiveMessage&AttributeName.1=SentTimestamp&MessageAttributeName.1=All",
        "/000000000000/orders");
    for (const char* part : {"<ReceiveMessageResult><Message><MessageId>", "<Body>hello &lt;&amp;&gt;</Body>",
                             "<Attribute><Name>SentTimestamp</Name><Value>1700000000000</Value></Attribute>",
                             "<MessageAttribute><Name>n</Name><Value><StringValue>7</StringValue><DataType>Number</"
                             "DataType></Value></MessageAttribute>"}) {
      EXPECT_NE(received.body.find(part), std::string::npos) << part << "\n" << received.body;
    }
    const auto batch = protocol::ask_query(
        open.query,
        "Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=1"
        "&SendMessageBatchRequestEntry.2.Id=b&SendMessageBatchRequestEntry.2.MessageBody=2"
        "&SendMessageBatchRequestEntry.2.DelaySeconds=901",
        "/000000000000/orders");
    EXPECT_NE(batch.body.find("<SendMessageBatchResultEntry><Id>a</Id><MessageId>"), std::string::npos) << batch.body;
    EXPECT_NE(batch.body.find(
                  "<BatchResultErrorEntry><Id>b</Id><SenderFault>true</SenderFault><Code>InvalidParameterValue</Code>"),
              std::string::npos)
        << batch.body;
    const auto missing = protocol::ask_query(open.query, "Action=GetQueueUrl&QueueName=none");
    EXPECT_EQ(missing.status, 400);
    EXPECT_NE(missing.body.find("<Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>"),
              std::string::npos);
    const auto listed = protocol::ask_query(open.query, "Action=ListQueues");
    EXPECT_NE(
        listed.body.find(
            "<ListQueuesResult><QueueUrl>http://127.0.0.1:4566/000000000000/orders</QueueUrl></ListQueuesResult>"),
        std::string::npos);
    const auto attributes = protocol::ask_query(open.query,
                                                "Action=CreateQueue&QueueName=slow&Attribute.1.Name=DelaySeconds&"
                                                "Attribute.1.Value=5&Tag.1.Key=k&Tag.1.Value=v");
    EXPECT_EQ(attributes.status, 200) << attributes.body;
    const auto tags = protocol::ask_query(open.query, "Action=ListQueueTags", "/000000000000/slow");
    EXPECT_NE(tags.body.find("<Tag><Key>k</Key><Value>v</Value></Tag>"), std::string::npos) << tags.body;
  });
}

TEST_F(Sqs, CreateQueueIsRepeatableWithTheSameSettingsOnly) {
  world.open([](World::Open& open) {
    const Json slow{{"QueueName", "q"}, {"Attributes", Json{{"DelaySeconds", "5"}}}};
    const Json url = open.call("CreateQueue", slow);
    EXPECT_EQ(url.text("QueueUrl"), "http://127.0.0.1:4566/000000000000/q");
    EXPECT_EQ(open.call("CreateQueue", slow), url);
    EXPECT_EQ(open.call("CreateQueue", Json{{"QueueName", "q"}}), url) << "what is not named is not compared";
    EXPECT_EQ(open.fault("CreateQueue", Json{{"QueueName", "q"}, {"Attributes", Json{{"DelaySeconds", "6"}}}}),
              "com.amazonaws.sqs#QueueNameExists|QueueAlreadyExists;Sender");
  });
}

TEST_F(Sqs, AttributesAreShownAsTheyWereSetAndSurviveARestart) {
  world.open([](World::Open& open) {
    open.call("CreateQueue", Json{{"QueueName", "dead"}});
    open.call("CreateQueue", Json{{"QueueName", "orders"}, {"tags", Json{{"team", "feed"}}}});
    open.call(
        "SetQueueAttributes",
        orders(Json{
            {"Attributes",
             Json{{"VisibilityTimeout", "120"},
                  {"RedrivePolicy",
                   R"({"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead","maxReceiveCount":"3"})"}}}}));
    open.call("TagQueue", orders(Json{{"Tags", Json{{"stage", "test"}}}}));
  });
  world.open([](World::Open& open) {
    const Json all = open.call("GetQueueAttributes", orders(Json{{"AttributeNames", Json::array({"All"})}}));
    EXPECT_EQ(all.at("Attributes").dump(),
              R"({"QueueArn":"arn:aws:sqs:us-east-1:000000000000:orders","ApproximateNumberOfMessages":"0",)"
              R"("ApproximateNumberOfMessagesNotVisible":"0","ApproximateNumberOfMessagesDelayed":"0",)"
              R"("CreatedTimestamp":"1700000000","LastModifiedTimestamp":"1700000000","VisibilityTimeout":"120",)"
              R"("MaximumMessageSize":"1048576","MessageRetentionPeriod":"345600","DelaySeconds":"0",)"
              R"("ReceiveMessageWaitTimeSeconds":"0","RedrivePolicy":"{\"deadLetterTargetArn\":)"
              R"(\"arn:aws:sqs:us-east-1:000000000000:dead\",\"maxReceiveCount\":3}","SqsManagedSseEnabled":"true"})");
    EXPECT_EQ(open.call("ListDeadLetterSourceQueues", Json{{"QueueUrl", "http://elsewhere/000000000000/dead"}}).dump(),
              R"({"queueUrls":["http://127.0.0.1:4566/000000000000/orders"]})");
    EXPECT_EQ(open.call("ListQueueTags", orders()).dump(), R"({"Tags":{"team":"feed","stage":"test"}})");
    open.call("UntagQueue", orders(Json{{"TagKeys", Json::array({"team"})}}));
    EXPECT_EQ(open.call("ListQueueTags", orders()).dump(), R"({"Tags":{"stage":"test"}})");
    open.call("SetQueueAttributes", orders(Json{{"Attributes", Json{{"RedrivePolicy", ""}}}}));
    EXPECT_EQ(open.call("GetQueueAttributes", orders(Json{{"AttributeNames", Json::array({"RedrivePolicy"})}})).dump(),
              "{}");
  });
}

TEST_F(Sqs, BatchAnswersForEachEntryByItself) {
  with_orders([](World::Open& open) {
    const Json sent = open.call(
        "SendMessageBatch",
        orders(Json{{"Entries", Json::array({Json{{"Id", "good"}, {"MessageBody", "1"}},
                                             Json{{"Id", "empty"}, {"MessageBody", ""}},
                                             Json{{"Id", "late"}, {"MessageBody", "3"}, {"DelaySeconds", 60}}})}}));
    ASSERT_EQ(sent.at("Successful").size(), 2U);
    EXPECT_EQ(sent.at("Successful").at(1).text("Id"), "late");
    EXPECT_EQ(sent.at("Failed").at(0).text("Id"), "empty");
    EXPECT_EQ(sent.at("Failed").at(0).text("Code"), "MissingParameter");
    const Json received = open.call("ReceiveMessage", orders(Json{{"MaxNumberOfMessages", 10}}));
    ASSERT_EQ(received.at("Messages").size(), 1U);
    const std::string receipt = received.at("Messages").at(0).text("ReceiptHandle");
    const Json changed = open.call(
        "ChangeMessageVisibilityBatch",
        orders(Json{
            {"Entries", Json::array({Json{{"Id", "a"}, {"ReceiptHandle", receipt}, {"VisibilityTimeout", 100}},
                                     Json{{"Id", "b"}, {"ReceiptHandle", receipt}, {"VisibilityTimeout", 50'000}}})}}));
    EXPECT_EQ(changed.at("Successful").dump(), R"([{"Id":"a"}])");
    EXPECT_EQ(changed.at("Failed").at(0).text("Id"), "b");
    const Json deleted = open.call(
        "DeleteMessageBatch", orders(Json{{"Entries", Json::array({Json{{"Id", "a"}, {"ReceiptHandle", receipt}},
                                                                   Json{{"Id", "b"}, {"ReceiptHandle", "junk"}}})}}));
    EXPECT_EQ(deleted.at("Successful").dump(), R"([{"Id":"a"}])");
    EXPECT_EQ(deleted.at("Failed").at(0).text("Code"), "ReceiptHandleIsInvalid");
  });
}

Json entries(std::size_t count, const std::string& body) {
  Json list = Json::array();
  for (std::size_t i = 0; i < count; ++i) list.push_back(Json{{"Id", "i" + std::to_string(i)}, {"MessageBody", body}});
  return orders(Json{{"Entries", std::move(list)}});
}

TEST_F(Sqs, FaultsHaveTheirNewAndTheirOldNames) {
  struct Case {
    const char* operation;
    Json fields;
    const char* fault;
  };
  const Json none{{"QueueUrl", "http://127.0.0.1:4566/000000000000/none"}, {"MessageBody", "x"}};
  const Json twice = orders(Json{
      {"Entries", Json::array({Json{{"Id", "a"}, {"MessageBody", "1"}}, Json{{"Id", "a"}, {"MessageBody", "2"}}})}});
  const Case cases[] = {
      {"SendMessage", none, "com.amazonaws.sqs#QueueDoesNotExist|AWS.SimpleQueueService.NonExistentQueue;Sender"},
      {"SendMessage", Json{{"MessageBody", "x"}},
       "com.amazon.coral.service#MissingRequiredParameterException|MissingParameter;Sender"},
      {"SendMessage", orders(Json{{"MessageBody", "x"}, {"DelaySeconds", 901}}),
       "com.amazon.coral.service#InvalidParameterValueException|InvalidParameterValue;Sender"},
      {"SendMessage", orders(Json{{"MessageBody", "\x01"}}),
       "com.amazonaws.sqs#InvalidMessageContents|InvalidMessageContents;Sender"},
      {"SendMessage", orders(Json{{"MessageBody", std::string(1'048'577, 'x')}}),
       "com.amazon.coral.service#InvalidParameterValueException|InvalidParameterValue;Sender"},
      {"SendMessage", orders(Json{{"MessageBody", "x"}, {"MessageGroupId", "g g"}}),
       "com.amazon.coral.service#InvalidParameterValueException|InvalidParameterValue;Sender"},
      {"SendMessageBatch", entries(0, ""),
       "com.amazonaws.sqs#EmptyBatchRequest|AWS.SimpleQueueService.EmptyBatchRequest;Sender"},
      {"SendMessageBatch", entries(11, "x"),
       "com.amazonaws.sqs#TooManyEntriesInBatchRequest|AWS.SimpleQueueService.TooManyEntriesInBatchRequest;Sender"},
      {"SendMessageBatch", entries(2, std::string(600'000, 'x')),
       "com.amazonaws.sqs#BatchRequestTooLong|AWS.SimpleQueueService.BatchRequestTooLong;Sender"},
      {"SendMessageBatch", twice,
       "com.amazonaws.sqs#BatchEntryIdsNotDistinct|AWS.SimpleQueueService.BatchEntryIdsNotDistinct;Sender"},
      {"ReceiveMessage", orders(Json{{"MaxNumberOfMessages", 11}}),
       "com.amazon.coral.service#InvalidParameterValueException|InvalidParameterValue;Sender"},
      {"ReceiveMessage", orders(Json{{"WaitTimeSeconds", 21}}),
       "com.amazon.coral.service#InvalidParameterValueException|InvalidParameterValue;Sender"},
      {"ReceiveMessage", orders(Json{{"AttributeNames", Json::array({"Nonsense"})}}),
       "com.amazonaws.sqs#InvalidAttributeName|InvalidAttributeName;Sender"},
      {"DeleteMessage", orders(Json{{"ReceiptHandle", "junk"}}),
       "com.amazonaws.sqs#ReceiptHandleIsInvalid|ReceiptHandleIsInvalid;Sender"},
      {"CreateQueue", Json{{"QueueName", "a b"}},
       "com.amazon.coral.service#InvalidParameterValueException|InvalidParameterValue;Sender"},
      {"CreateQueue", Json{{"QueueName", "q.fifo"}},
       "com.amazon.coral.service#InvalidParameterValueException|InvalidParameterValue;Sender"},
      {"CreateQueue", Json{{"QueueName", "q"}, {"Attributes", Json{{"FifoQueue", "true"}}}},
       "com.amazon.coral.service#InvalidParameterValueException|InvalidParameterValue;Sender"},
      {"CreateQueue", Json{{"QueueName", "q"}, {"Attributes", Json{{"ContentBasedDeduplication", "true"}}}},
       "com.amazonaws.sqs#InvalidAttributeName|InvalidAttributeName;Sender"},
      {"CreateQueue", Json{{"QueueName", "q"}, {"Attributes", Json{{"Colour", "red"}}}},
       "com.amazonaws.sqs#InvalidAttributeName|InvalidAttributeName;Sender"},
      {"CreateQueue", Json{{"QueueName", "q"}, {"Attributes", Json{{"DelaySeconds", "901"}}}},
       "com.amazonaws.sqs#InvalidAttributeValue|InvalidAttributeValue;Sender"},
      {"SetQueueAttributes",
       orders(Json{{"Attributes",
                    Json{{"RedrivePolicy",
                          R"({"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:x","maxReceiveCount":1})"}}}}),
       "com.amazon.coral.service#InvalidParameterValueException|InvalidParameterValue;Sender"},
      {"StartMessageMoveTask", Json{{"SourceArn", "x"}},
       "com.amazonaws.sqs#ResourceNotFoundException|ResourceNotFoundException;Sender"},
      {"StartMigration", Json::object(), "com.amazon.coral.service#UnknownOperationException|InvalidAction;Sender"},
  };
  with_orders([&](World::Open& open) {
    for (const Case& row : cases) EXPECT_EQ(open.fault(row.operation, row.fields), row.fault) << row.operation;
  });
}

TEST_F(Sqs, QueueUrlCountsByItsLastPartsWhateverTheHost) {
  with_orders([](World::Open& open) {
    for (const char* url :
         {"http://127.0.0.1:4566/000000000000/orders", "https://sqs.us-east-1.amazonaws.com/000000000000/orders",
          "http://localhost:9/queue/000000000000/orders", "/000000000000/orders", "orders"}) {
      EXPECT_EQ(open.fault("SendMessage", Json{{"QueueUrl", url}, {"MessageBody", "x"}}), "") << url;
    }
    for (const char* url : {"", "http://127.0.0.1:4566/", "http://127.0.0.1:4566/111111111111/orders"}) {
      EXPECT_NE(open.fault("SendMessage", Json{{"QueueUrl", url}, {"MessageBody", "x"}}), "") << url;
    }
  });
}

TEST_F(Sqs, ListQueuesGoesByPrefixAndPage) {
  world.open([](World::Open& open) {
    EXPECT_EQ(open.call("ListQueues", Json::object()).dump(), "{}");
    for (const char* name : {"b2", "a", "b1", "b3"}) open.call("CreateQueue", Json{{"QueueName", name}});
    const Json first = open.call("ListQueues", Json{{"QueueNamePrefix", "b"}, {"MaxResults", 2}});
    EXPECT_EQ(first.at("QueueUrls").size(), 2U);
    const Json rest = open.call(
        "ListQueues", Json{{"QueueNamePrefix", "b"}, {"MaxResults", 2}, {"NextToken", first.text("NextToken")}});
    EXPECT_EQ(rest.dump(), R"({"QueueUrls":["http://127.0.0.1:4566/000000000000/b3"]})");
  });
}

TEST_F(Sqs, IamIsAskedAboutTheQueuesArnBeforeItMatterWhetherItExists) {
  struct Asked : protocol::OpenDoor {
    mutable std::vector<std::string> questions = {};
    void require(const protocol::Call&, std::string_view action,
                 const std::vector<std::string>& resources) const override {
      for (const auto& resource : resources) questions.push_back(std::string(action) + " " + resource);
    }
  };
  world.open([](World::Open& open) {
    const Asked door;
    const auto headers = [](const char* operation) {
      return protocol::request_for("POST", "/", {{"X-Amz-Target", std::string("AmazonSQS.") + operation}});
    };
    const std::string fields = orders(Json{{"MessageBody", "x"}}).dump();
    protocol::ask(open.json, headers("SendMessage"), fields, {.authorizer = &door});
    protocol::ask(open.json, headers("SendMessageBatch"), entries(1, "x").dump(), {.authorizer = &door});
    protocol::ask(open.json, headers("ListQueues"), "{}", {.authorizer = &door});
    EXPECT_EQ(door.questions, (std::vector<std::string>{"sqs:SendMessage arn:aws:sqs:us-east-1:000000000000:orders",
                                                        "sqs:SendMessage arn:aws:sqs:us-east-1:000000000000:orders",
                                                        "sqs:ListQueues arn:aws:sqs:us-east-1:000000000000:*"}));
  });
}

}  // namespace operations_test
}  // namespace sqs
