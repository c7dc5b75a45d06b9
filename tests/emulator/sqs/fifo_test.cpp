#include <gtest/gtest.h>

#include "emulator/sqs/deduplication.h"
#include "emulator/sqs/move_tasks.h"
#include "emulator/sqs/place_record.h"
#include "emulator/sqs/world.h"

namespace sqs {
namespace fifo_test {

using base::Json;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kFifoArn = "arn:aws:sqs:us-east-1:000000000000:f.fifo";
constexpr const char* kDeadArn = "arn:aws:sqs:us-east-1:000000000000:dead.fifo";

QueueDescription fifo(std::string name = "f.fifo") {
  return {.name = std::move(name), .account = "000000000000", .region = "us-east-1", .fifo = true};
}

Sent send(World::Open& open, const std::string& body, const std::string& group, const std::string& id = {}) {
  return open.queues.send(kFifoArn,
                          {.message = {.body = body, .group = group, .deduplication = id.empty() ? body : id}});
}

std::vector<std::string> bodies(const std::vector<Delivery>& deliveries) {
  std::vector<std::string> result;
  for (const Delivery& delivery : deliveries) result.push_back(delivery.message.body);
  return result;
}
using Bodies = std::vector<std::string>;

TEST(FifoQueues, HandOutAGroupInItsOrderBeforeTheNextGroup) {
  World().open([](World::Open& open) {
    open.queues.create(fifo(), {});
    for (const auto& [body, group] : {std::pair{"a1", "a"}, {"b1", "b"}, {"a2", "a"}, {"a3", "a"}}) {
      send(open, body, group);
    }
    EXPECT_EQ(bodies(open.queues.receive(kFifoArn, {.messages = 10})), (Bodies{"a1", "a2", "a3", "b1"}));
  });
}

TEST(FifoQueues, GroupWaitsUntilWhoeverHasItsOldestMessageIsDone) {
  World().open([](World::Open& open) {
    open.queues.create(fifo(), {});
    for (const char* body : {"a1", "a2", "a3"}) send(open, body, "a");
    const auto first = open.queues.receive(kFifoArn, {.messages = 2});
    EXPECT_TRUE(open.queues.receive(kFifoArn, {.messages = 10}).empty());
    open.queues.remove(kFifoArn, {first.at(0).receipt});
    EXPECT_TRUE(open.queues.receive(kFifoArn, {.messages = 10}).empty()) << "a2 is still held";
    open.queues.remove(kFifoArn, {first.at(1).receipt});
    EXPECT_EQ(bodies(open.queues.receive(kFifoArn, {.messages = 10})), (Bodies{"a3"}));
  });
}

TEST(FifoQueues, MessagesThatComeAgainKeepTheirOrder) {
  World().open([](World::Open& open) {
    open.queues.create(fifo(), {});
    for (const char* body : {"a1", "a2", "a3"}) send(open, body, "a");
    open.queues.receive(kFifoArn, {.messages = 2, .visibility = seconds(5)});
    open.pass(seconds(5));
    EXPECT_EQ(bodies(open.queues.receive(kFifoArn, {.messages = 10})), (Bodies{"a1", "a2", "a3"}));
  });
}

TEST(FifoQueues, GroupThatWasHandedOutGoesBehindThoseThatWait) {
  World().open([](World::Open& open) {
    open.queues.create(fifo(), {});
    for (const auto& [body, group] : {std::pair{"a1", "a"}, {"b1", "b"}, {"c1", "c"}}) send(open, body, group);
    EXPECT_EQ(bodies(open.queues.receive(kFifoArn, {.messages = 2, .visibility = seconds(0)})), (Bodies{"a1", "b1"}));
    EXPECT_EQ(bodies(open.queues.receive(kFifoArn, {.messages = 10})), (Bodies{"c1", "a1", "b1"}));
  });
}

TEST(FifoQueues, SameDeduplicationIdWithinFiveMinutesIsTheSameMessageEvenAfterARestart) {
  World world;
  Sent first;
  world.open([&](World::Open& open) {
    open.queues.create(fifo(), {});
    first = send(open, "once", "a", "id");
    const auto got = open.queues.receive(kFifoArn, {});
    open.queues.remove(kFifoArn, {got.at(0).receipt});
  });
  world.open([&](World::Open& open) {
    const Sent again = send(open, "twice", "b", "id");
    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(again.sequence_number, first.sequence_number);
    EXPECT_EQ(open.queues.status(kFifoArn).counts.visible, 0U);
    open.pass(minutes(5));
    EXPECT_NE(send(open, "later", "b", "id").sequence_number, first.sequence_number);
    EXPECT_EQ(open.queues.status(kFifoArn).counts.visible, 1U);
  });
}

TEST(FifoQueues, OneBatchHoldsADeduplicationIdOnce) {
  World().open([](World::Open& open) {
    QueueDescription description = fifo();
    description.content_based_deduplication = true;
    open.queues.create(description, {});
    const auto sent = open.queues.send(
        kFifoArn, {{.message = {.body = "x", .group = "a"}}, {.message = {.body = "x", .group = "b"}}});
    EXPECT_EQ(sent.at(0).id, sent.at(1).id);
    EXPECT_EQ(open.queues.status(kFifoArn).counts.visible, 1U);
  });
}

TEST(FifoQueues, ScopeMessageGroupDeduplicatesEachGroupByItself) {
  World().open([](World::Open& open) {
    QueueDescription description = fifo();
    description.deduplicates_by_group = true;
    open.queues.create(description, {});
    send(open, "x", "a", "id");
    send(open, "x", "b", "id");
    send(open, "x", "a", "id");
    EXPECT_EQ(open.queues.status(kFifoArn).counts.visible, 2U);
  });
}

TEST(FifoQueues, PurgeForgetsWhatWasSent) {
  World().open([](World::Open& open) {
    open.queues.create(fifo(), {});
    send(open, "x", "a");
    open.queues.purge(kFifoArn);
    send(open, "x", "a");
    EXPECT_EQ(open.queues.status(kFifoArn).counts.visible, 1U);
  });
}

TEST(FifoQueues, SameAttemptGetsTheSameMessagesUntilOneIsDeleted) {
  World().open([](World::Open& open) {
    open.queues.create(fifo(), {});
    for (const char* body : {"a1", "a2"}) send(open, body, "a");
    const auto first = open.queues.receive(kFifoArn, {.messages = 10, .attempt = "t"});
    open.pass(seconds(20));
    const auto again = open.queues.receive(kFifoArn, {.messages = 10, .attempt = "t"});
    ASSERT_EQ(bodies(again), (Bodies{"a1", "a2"}));
    EXPECT_EQ(again.at(0).receipt, first.at(0).receipt);
    EXPECT_EQ(again.at(0).place.receives, 1U);
    open.pass(seconds(20));
    EXPECT_EQ(open.queues.status(kFifoArn).counts.in_flight, 2U) << "hidden for as long again";
    open.queues.remove(kFifoArn, {again.at(0).receipt});
    EXPECT_TRUE(open.queues.receive(kFifoArn, {.messages = 10, .attempt = "t"}).empty());
  });
}

TEST(FifoQueues, ReceiptExpiresWithTheVisibility) {
  World().open([](World::Open& open) {
    open.queues.create(fifo(), {});
    send(open, "a", "a");
    const std::string receipt = open.queues.receive(kFifoArn, {.visibility = seconds(1)}).at(0).receipt;
    open.pass(seconds(1));
    const auto fault = open.queues.remove(kFifoArn, {receipt}).at(0);
    ASSERT_TRUE(fault);
    EXPECT_TRUE(fault->message.ends_with("Reason: The receipt handle has expired.")) << fault->message;
  });
}

TEST(FifoQueues, WhatIsReceivedTooOftenGoesToAFifoQueueAndTheRestFollows) {
  World().open([](World::Open& open) {
    open.queues.create(fifo("dead.fifo"), {});
    QueueDescription description = fifo();
    description.dead_letter_arn = kDeadArn;
    description.maximum_receives = 1;
    open.queues.create(description, {});
    send(open, "a1", "a");
    open.queues.receive(kFifoArn, {.visibility = seconds(0)});
    send(open, "a2", "a");
    EXPECT_EQ(bodies(open.queues.receive(kFifoArn, {.messages = 10})), (Bodies{"a2"}));
    const auto buried = open.queues.receive(kDeadArn, {.messages = 10});
    ASSERT_EQ(bodies(buried), (Bodies{"a1"}));
    EXPECT_EQ(buried.at(0).message.group, "a");
    EXPECT_EQ(buried.at(0).message.dead_letter_source, kFifoArn);
  });
}

TEST(FifoQueues, RefuseWhatIsNotForTheirKind) {
  World().open([](World::Open& open) {
    open.call("CreateQueue", {{"QueueName", "f.fifo"}, {"Attributes", Json{{"FifoQueue", "true"}}}});
    open.call("CreateQueue", {{"QueueName", "orders"}});
    const std::string url = "http://127.0.0.1:4566/000000000000/f.fifo";
    const std::string invalid = "com.amazon.coral.service#InvalidParameterValueException|InvalidParameterValue;Sender";
    const std::string missing = "com.amazon.coral.service#MissingRequiredParameterException|MissingParameter;Sender";
    const Json base{{"QueueUrl", url}, {"MessageBody", "x"}, {"MessageGroupId", "g"}, {"MessageDeduplicationId", "d"}};
    const auto with = [&](const char* name, Json value) {
      Json fields = base;
      fields.set(name, std::move(value));
      return fields;
    };
    EXPECT_EQ(open.fault("SendMessage", base), "");
    EXPECT_EQ(open.fault("SendMessage", with("DelaySeconds", 0)), "");
    EXPECT_EQ(open.fault("SendMessage", with("DelaySeconds", 2)), invalid);
    EXPECT_EQ(open.fault("SendMessage", with("MessageGroupId", Json())), missing);
    EXPECT_EQ(open.fault("SendMessage", with("MessageDeduplicationId", Json())), invalid);
    EXPECT_EQ(open.fault("SendMessage", with("MessageGroupId", "a b")), invalid);
    EXPECT_EQ(open.fault("SendMessage", with("QueueUrl", kOrders)), invalid) << "deduplication is for FIFO queues";
    EXPECT_EQ(open.fault("ReceiveMessage", orders(Json{{"ReceiveRequestAttemptId", "x"}})), invalid);
    EXPECT_EQ(open.fault("SetQueueAttributes", {{"QueueUrl", url}, {"Attributes", Json{{"FifoQueue", "false"}}}}),
              "com.amazonaws.sqs#InvalidAttributeValue|InvalidAttributeValue;Sender");
    EXPECT_EQ(open.fault("SetQueueAttributes",
                         {{"QueueUrl", url}, {"Attributes", Json{{"FifoThroughputLimit", "perMessageGroupId"}}}}),
              invalid);
    EXPECT_EQ(open.fault("SetQueueAttributes", orders(Json{{"Attributes", Json{{"DeduplicationScope", "queue"}}}})),
              "com.amazonaws.sqs#InvalidAttributeName|InvalidAttributeName;Sender");
  });
}

TEST(FifoQueues, DeadLetterQueueIsOfTheSameKindAndLetsTheSourceUseIt) {
  World().open([](World::Open& open) {
    open.queues.create(fifo("dead.fifo"), {});
    open.call("CreateQueue", {{"QueueName", "orders"}});
    const auto redrive = [](const std::string& arn) {
      return Json{{"RedrivePolicy", R"({"maxReceiveCount":1,"deadLetterTargetArn":")" + arn + "\"}"}};
    };
    EXPECT_NE(open.fault("SetQueueAttributes", orders(Json{{"Attributes", redrive(kDeadArn)}})), "");
    open.call("CreateQueue", {{"QueueName", "closed"},
                              {"Attributes", Json{{"RedriveAllowPolicy", R"({"redrivePermission":"denyAll"})"}}}});
    EXPECT_NE(open.fault("SetQueueAttributes",
                         orders(Json{{"Attributes", redrive("arn:aws:sqs:us-east-1:000000000000:closed")}})),
              "");
  });
}

TEST(FifoQueues, HundredThousandMessagesInManyGroupsStayCheapToReceive) {
  Queue queue(Queue::Kind::kFifo);
  const TimePoint now = base::from_epoch_millis(1'700'000'000'000);
  for (std::uint64_t i = 1; i <= 100'000; ++i) {
    queue.add({.sequence = i, .sent = now, .visible_at = now, .group = std::to_string(i % 1'000)}, now);
  }
  std::size_t received = 0;
  for (;;) {
    const auto picked = queue.pick(now, {.messages = 10}, {});
    if (picked.delivered.empty()) break;
    for (const Place& place : picked.delivered) queue.replace(place, now);
    for (const Place& place : picked.delivered) queue.erase(place.sequence);
    received += picked.delivered.size();
  }
  EXPECT_EQ(received, 100'000U);
}

}  // namespace fifo_test
}  // namespace sqs
