#include "emulator/sqs/queue.h"

#include <gtest/gtest.h>

namespace sqs {
namespace queue_test {

using std::chrono::days;
using std::chrono::seconds;

const TimePoint kStart = base::from_epoch_millis(1'700'000'000'000);
TimePoint at(int seconds_later) { return kStart + seconds(seconds_later); }

// Sends message `sequence` at `now`, visible after `delay`.
void send(Queue& queue, std::uint64_t sequence, TimePoint now, seconds delay = seconds(0), std::uint32_t bytes = 1) {
  queue.add({.sequence = sequence, .sent = now, .visible_at = now + delay, .bytes = bytes}, now);
}

std::vector<std::uint64_t> sequences(const std::vector<Place>& places) {
  std::vector<std::uint64_t> result;
  for (const Place& place : places) result.push_back(place.sequence);
  return result;
}

// Picks and does what the store would do with it.
Queue::Picked receive(Queue& queue, TimePoint now, const Queue::Wanted& wanted = {}, const Queue::Rules& rules = {}) {
  const auto picked = queue.pick(now, wanted, rules);
  for (const Place& place : picked.delivered) queue.replace(place, now);
  for (const Place& place : picked.dead) queue.erase(place.sequence);
  for (const Place& place : picked.expired) queue.erase(place.sequence);
  return picked;
}

using Sequences = std::vector<std::uint64_t>;

TEST(SqsQueue, HandsOutTheOldestFirstAndNoMoreThanAsked) {
  Queue queue;
  for (std::uint64_t sequence : {3U, 1U, 2U}) send(queue, sequence, at(0));
  EXPECT_EQ(sequences(receive(queue, at(0), {.messages = 2}).delivered), (Sequences{1, 2}));
  EXPECT_EQ(sequences(receive(queue, at(0), {.messages = 10}).delivered), (Sequences{3}));
  EXPECT_TRUE(receive(queue, at(0)).delivered.empty());
}

TEST(SqsQueue, MessageReturnsWhenItsVisibilityTimeoutPassesUndeleted) {
  Queue queue;
  send(queue, 1, at(0));
  const auto first = receive(queue, at(5), {.visibility = seconds(30)}).delivered.at(0);
  EXPECT_EQ(first.receives, 1U);
  EXPECT_EQ(queue.next_visible(), at(35));
  EXPECT_FALSE(queue.any_visible(at(34)));
  EXPECT_TRUE(receive(queue, at(34)).delivered.empty());
  const auto again = receive(queue, at(35)).delivered.at(0);
  EXPECT_EQ(again.receives, 2U);
  EXPECT_EQ(again.first_received, at(5));
  EXPECT_EQ(again.received, at(35));
}

TEST(SqsQueue, DeletedMessageDoesNotReturn) {
  Queue queue;
  send(queue, 1, at(0));
  receive(queue, at(0));
  queue.erase(1);
  EXPECT_FALSE(queue.any_visible(at(1'000)));
  EXPECT_EQ(queue.next_visible(), std::nullopt);
  queue.erase(1);  // once more does nothing
  EXPECT_EQ(queue.size(), 0U);
}

TEST(SqsQueue, ReturnedMessageTakesItsOldPlace) {
  Queue queue;
  send(queue, 1, at(0));
  receive(queue, at(0), {.visibility = seconds(10)});
  send(queue, 2, at(1));
  EXPECT_EQ(sequences(receive(queue, at(10), {.messages = 10}).delivered), (Sequences{1, 2}));
}

TEST(SqsQueue, DelayedMessageAppearsWhenItsDelayIsOver) {
  Queue queue;
  send(queue, 1, at(0), seconds(60));
  send(queue, 2, at(0));
  EXPECT_EQ(sequences(receive(queue, at(59), {.messages = 10}).delivered), (Sequences{2}));
  EXPECT_EQ(sequences(receive(queue, at(60), {.messages = 10}).delivered), (Sequences{1}));
}

TEST(SqsQueue, VisibilityOfZeroLeavesTheMessageVisible) {
  Queue queue;
  send(queue, 1, at(0));
  EXPECT_EQ(receive(queue, at(0), {.visibility = seconds(0)}).delivered.at(0).receives, 1U);
  EXPECT_EQ(receive(queue, at(0), {.visibility = seconds(0)}).delivered.at(0).receives, 2U);
}

TEST(SqsQueue, MessageReceivedAsOftenAsAllowedIsDeadAtTheNextReceive) {
  Queue queue;
  send(queue, 1, at(0));
  const Queue::Rules rules{.maximum_receives = 2};
  EXPECT_EQ(receive(queue, at(0), {}, rules).delivered.size(), 1U);
  EXPECT_EQ(receive(queue, at(30), {}, rules).delivered.size(), 1U);
  send(queue, 2, at(31));
  const auto picked = receive(queue, at(60), {}, rules);
  EXPECT_EQ(sequences(picked.dead), (Sequences{1}));
  EXPECT_EQ(sequences(picked.delivered), (Sequences{2}));
  EXPECT_EQ(queue.find(1), nullptr);
}

TEST(SqsQueue, ReceivesInAnEarlierQueueDoNotCountForThisOnesLimit) {
  Queue queue;
  queue.add({.sequence = 1, .sent = at(0), .visible_at = at(0), .receives = 3, .earlier_receives = 3}, at(0));
  const Queue::Rules rules{.maximum_receives = 1};
  EXPECT_EQ(receive(queue, at(0), {}, rules).delivered.at(0).receives, 4U);
  EXPECT_EQ(receive(queue, at(30), {}, rules).dead.size(), 1U);
}

TEST(SqsQueue, ExpiredMessageIsNeverHandedOut) {
  Queue queue;
  send(queue, 1, at(0));
  send(queue, 2, at(10));
  const Queue::Rules rules{.retention = days(4)};
  EXPECT_EQ(receive(queue, kStart + days(4) - seconds(1), {.visibility = seconds(0)}, rules).delivered.at(0).sequence,
            1U);
  const auto picked = receive(queue, kStart + days(4), {.messages = 10}, rules);
  EXPECT_EQ(sequences(picked.expired), (Sequences{1}));
  EXPECT_EQ(sequences(picked.delivered), (Sequences{2}));
  EXPECT_EQ(sequences(queue.older_than(at(10))), (Sequences{2}));
}

TEST(SqsQueue, BatchEndsBeforeItsBytesAreTooMany) {
  Queue queue;
  for (std::uint64_t sequence : {1U, 2U, 3U}) send(queue, sequence, at(0), seconds(0), 600);
  EXPECT_EQ(receive(queue, at(0), {.messages = 10, .bytes = 1'000}).delivered.size(), 1U);
  EXPECT_EQ(receive(queue, at(0), {.messages = 10, .bytes = 1'200}).delivered.size(), 2U);
  send(queue, 4, at(0), seconds(0), 5'000);
  EXPECT_EQ(receive(queue, at(0), {.messages = 10, .bytes = 1}).delivered.size(), 1U)
      << "the first goes whatever its size";
}

TEST(SqsQueue, CountsTellVisibleDelayedAndInFlightApart) {
  Queue queue;
  send(queue, 1, at(0));
  send(queue, 2, at(0));
  send(queue, 3, at(0), seconds(90));
  receive(queue, at(0));
  auto counts = queue.counts(at(0));
  EXPECT_EQ(counts.visible, 1U);
  EXPECT_EQ(counts.in_flight, 1U);
  EXPECT_EQ(counts.delayed, 1U);
  counts = queue.counts(at(90));
  EXPECT_EQ(counts.visible, 3U);
  EXPECT_EQ(counts.in_flight + counts.delayed, 0U);
}

TEST(SqsQueue, ChangedVisibilityCountsFromItsNewEnd) {
  Queue queue;
  send(queue, 1, at(0));
  Place place = receive(queue, at(0), {.visibility = seconds(30)}).delivered.at(0);
  place.visible_at = at(100);
  queue.replace(place, at(10));
  EXPECT_FALSE(queue.any_visible(at(99)));
  EXPECT_TRUE(queue.any_visible(at(100)));
}

}  // namespace queue_test
}  // namespace sqs
