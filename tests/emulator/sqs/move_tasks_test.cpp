#include "emulator/sqs/move_tasks.h"

#include <gtest/gtest.h>

#include "emulator/sqs/world.h"

namespace sqs {
namespace move_tasks_test {

using std::chrono::seconds;

constexpr const char* kDead = "arn:aws:sqs:us-east-1:000000000000:dead";
constexpr const char* kOther = "arn:aws:sqs:us-east-1:000000000000:other";

// Queues orders → dead, and other; `count` messages in dead that came from orders.
void make(World::Open& open, int count) {
  const auto named = [](const char* name) {
    return QueueDescription{.name = name, .account = "000000000000", .region = "us-east-1"};
  };
  open.queues.create(named("dead"), {});
  open.queues.create(named("other"), {});
  QueueDescription orders_queue = named("orders");
  orders_queue.dead_letter_arn = kDead;
  orders_queue.maximum_receives = 1;
  open.queues.create(orders_queue, {});
  for (int i = 0; i < count; ++i) open.queues.send(kOrdersArn, {.message = {.body = std::to_string(i)}});
  for (int i = 0; i < 2; ++i) {
    open.queues.receive(kOrdersArn, {.messages = static_cast<std::size_t>(count), .visibility = seconds(0)});
  }
  ASSERT_EQ(open.queues.status(kDead).counts.visible, static_cast<std::size_t>(count));
}

std::size_t visible(World::Open& open, const char* arn) { return open.queues.status(arn).counts.visible; }

TEST(MoveTasks, TakeMessagesBackToWhereTheyCameFromAsNewOnes) {
  World().open([](World::Open& open) {
    make(open, 3);
    open.queues.move_tasks().start(kDead, "", {});
    EXPECT_EQ(visible(open, kDead), 3U) << "before the clock is told to go";
    open.pass(seconds(1));
    EXPECT_EQ(visible(open, kDead), 0U);
    const auto back = open.queues.receive(kOrdersArn, {.messages = 10});
    ASSERT_EQ(back.size(), 3U);
    EXPECT_EQ(back.at(0).message.body, "0");
    EXPECT_EQ(back.at(0).place.receives, 1U);
    EXPECT_EQ(back.at(0).message.dead_letter_source, "");
    const MoveTask task = open.queues.move_tasks().list(kDead, 1).at(0);
    EXPECT_EQ(task.status, MoveTask::Status::kCompleted);
    EXPECT_EQ(task.moved, 3U);
    EXPECT_EQ(task.to_move, 3U);
  });
}

TEST(MoveTasks, GoOnAfterARestartAtTheirRate) {
  World world;
  world.open([](World::Open& open) {
    make(open, 5);
    open.queues.move_tasks().start(kDead, kOther, 2);
    open.pass(seconds(0));
    EXPECT_EQ(visible(open, kOther), 2U);
  });
  world.open([](World::Open& open) {
    open.pass(seconds(5));
    EXPECT_EQ(visible(open, kOther), 5U);
    EXPECT_EQ(open.queues.move_tasks().list(kDead, 1).at(0).moved, 5U);
  });
}

TEST(MoveTasks, CancelledOnesLeaveTheRest) {
  World().open([](World::Open& open) {
    make(open, 3);
    const std::string handle = open.queues.move_tasks().start(kDead, kOther, 1);
    EXPECT_THROW(open.queues.move_tasks().start(kDead, kOther, 1), protocol::Fault) << "one at a time";
    open.pass(seconds(0));
    EXPECT_EQ(open.queues.move_tasks().cancel(handle), 1U);
    open.pass(seconds(10));
    EXPECT_EQ(visible(open, kDead), 2U);
    EXPECT_THROW(open.queues.move_tasks().cancel(handle), protocol::Fault);
  });
}

TEST(MoveTasks, FailByNameAndLoseNothing) {
  World().open([](World::Open& open) {
    make(open, 2);
    open.queues.move_tasks().start(kDead, kOther, 1);
    open.queues.remove_queue(kOther);
    open.pass(seconds(2));
    EXPECT_EQ(open.queues.move_tasks().list(kDead, 1).at(0).failure_reason, "AWS.SimpleQueueService.NonExistentQueue");
    open.queues.send(kDead, {.message = {.body = "sent here"}});
    open.queues.move_tasks().start(kDead, "", {});
    open.pass(seconds(2));
    EXPECT_EQ(open.queues.move_tasks().list(kDead, 1).at(0).failure_reason, "CouldNotDetermineMessageSource");
    EXPECT_EQ(visible(open, kDead), 1U);
  });
}

}  // namespace move_tasks_test
}  // namespace sqs
