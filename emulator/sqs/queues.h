#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/delivery/deliveries.h"
#include "emulator/loop/loop.h"
#include "emulator/protocol/call.h"
#include "emulator/protocol/fault.h"
#include "emulator/sqs/description.h"
#include "emulator/sqs/message.h"
#include "emulator/sqs/queue.h"
#include "emulator/store/store.h"

namespace sqs {

struct Outgoing {
  Message message = {};               // its id is made when it is sent
  std::optional<seconds> delay = {};  // nothing: the queue's own
};
struct Sent {
  std::string id = {};
  std::string md5_of_body = {};
  std::string md5_of_attributes = {};
  std::string md5_of_system_attributes = {};
  std::string sequence_number = {};  // of a FIFO queue
};
struct Receive {
  std::size_t messages = 1;
  std::size_t bytes = SIZE_MAX;            // of all together
  std::optional<seconds> visibility = {};  // nothing: the queue's own
  std::optional<seconds> wait = {};        // nothing: the queue's own
  std::string attempt = {};                // ReceiveRequestAttemptId, for a FIFO queue
};
struct Delivery {
  Message message = {};
  Place place = {};
  std::string receipt = {};
};

class MoveTasks;
struct Receipt;

// All queues of the emulator, by ARN. A message is two records: what was sent, which never changes, and its place,
// which is written anew at every receive. So a message in flight stays hidden across a crash until its visibility ends,
// and counts how often it was received. Whatever names a queue that does not exist throws queue_does_not_exist().
class Queues {
 public:
  Queues(loop::Loop& loop, store::Store& store);
  ~Queues();

  // Makes the queue, or brings its settings up to the description. For the template.
  void ensure(const QueueDescription& description);
  // CreateQueue: one that is there already must have the settings that `asked` names, and is left as it is.
  void create(const QueueDescription& description, const std::vector<std::string>& asked);
  void configure(const QueueDescription& description);  // of a queue that exists
  void remove_queue(const std::string& arn);
  void purge(const std::string& arn);  // once in 60 seconds

  const QueueDescription* find(std::string_view arn) const;
  const QueueDescription& get(std::string_view arn) const;
  std::vector<const QueueDescription*> list(std::string_view account, std::string_view region,
                                            std::string_view prefix) const;  // by name
  struct Status {
    Queue::Counts counts = {};
    TimePoint created = {};
    TimePoint modified = {};
  };
  Status status(std::string_view arn) const;

  // What of this message or its delay the queue does not take.
  std::optional<protocol::Fault> find_problem(std::string_view arn, const Outgoing& outgoing) const;
  // All or none. Throws find_problem()'s fault. What a FIFO queue took in within five minutes is not put in again, and
  // answered like the first.
  std::vector<Sent> send(std::string_view arn, std::vector<Outgoing> messages);
  Sent send(std::string_view arn, Outgoing message);

  // Hands out visible messages, oldest first; moves those received too often to the dead-letter queue. Waits for the
  // first one up to `wait` of the world's time. Under a virtual clock it does not wait: the caller is a request that is
  // being answered, while which time stands still, so that a long poll would wait for ever. Throws over_limit() when
  // 120,000 messages are in flight.
  std::vector<Delivery> receive(std::string_view arn, const Receive& wanted);
  // Waits until a message may be visible, and is false when the deadline came first. For pollers: without a deadline it
  // does not keep the world from resting, and the queue need not exist yet.
  bool wait_for_messages(std::string_view arn, loop::Deadline deadline = loop::Deadline::never());

  // One outcome for each receipt: nothing where the message is gone now. A receipt from before a later receive deletes
  // nothing and is no fault: whoever has the message now answers for it. Of a FIFO queue a receipt has expired when its
  // message is visible again.
  std::vector<std::optional<protocol::Fault>> remove(std::string_view arn, const std::vector<std::string>& receipts);
  std::optional<protocol::Fault> change_visibility(std::string_view arn, const std::string& receipt,
                                                   seconds visibility);

  // What became of moving messages from a dead-letter queue, oldest first.
  struct Moved {
    std::size_t messages = 0;
    bool done = false;                // nothing is left that it could move
    std::string failure_reason = {};  // why the next one cannot be moved, as ListMessageMoveTasks says
  };
  // Up to `most` visible messages sent there before `before` go to `destination`, or where each came from where that is
  // empty. There they are new messages. What follows in the transaction is told once it is known what moved.
  Moved move(std::string_view source, std::string_view destination, std::size_t most, std::uint64_t before,
             const std::function<void(store::Transaction&, const Moved&)>& follow);
  std::uint64_t next_number() const { return next_number_; }  // every message sent so far has a smaller one
  MoveTasks& move_tasks() { return *move_tasks_; }

  // What `main` registers: payload becomes the body; attributes.messageAttributes, each a text or {DataType,
  // StringValue or BinaryValue}, become its attributes; attributes.messageGroupId and messageDeduplicationId are those
  // of a FIFO queue.
  delivery::Target delivery_target();

  loop::Loop& loop() { return loop_; }

 private:
  struct Live;
  Live& at(std::string_view arn) const;
  std::shared_ptr<Live> hold(std::string_view arn) const;
  std::shared_ptr<Live> add_live(const QueueDescription& description);
  void load();
  void save(const Live& queue);
  void erase_messages(Live& queue);
  std::uint64_t take_number(store::Transaction& transaction);
  std::uint64_t put_message(store::Transaction& transaction, const std::shared_ptr<Live>& queue, const Message& message,
                            Place place);
  std::vector<Delivery> receive_now(const std::shared_ptr<Live>& queue, const Receive& wanted);
  std::vector<Delivery> receive_again(const std::shared_ptr<Live>& queue, const Receive& wanted);
  std::optional<Delivery> hand_out(store::Transaction& transaction, const std::shared_ptr<Live>& queue,
                                   const Place& place);
  void remember_sent(store::Transaction& transaction, const std::shared_ptr<Live>& queue, const std::string& key,
                     const Sent& sent, std::uint64_t sequence);
  void forget_sent(store::Transaction& transaction, const std::shared_ptr<Live>& queue,
                   const std::vector<std::string>& keys);
  void bury(store::Transaction& transaction, const Live& from, const std::shared_ptr<Live>& to, Place place);
  void erase_message(store::Transaction& transaction, const std::shared_ptr<Live>& queue, std::uint64_t sequence);
  void replace_place(store::Transaction& transaction, const std::shared_ptr<Live>& queue, const Place& place);
  std::optional<Place> find_received(const Live& queue, const Receipt& receipt) const;
  void wake(const std::shared_ptr<Live>& queue);
  void expire();
  delivery::Outcome deliver(const delivery::Message& message);

  loop::Loop& loop_;
  store::Store& store_;
  store::Space queue_space_ = {}, message_space_ = {}, place_space_ = {}, number_space_ = {}, sent_space_ = {};
  std::map<std::string, std::shared_ptr<Live>, std::less<>> queues_ = {};  // by ARN
  std::uint64_t next_number_ = 1, reserved_numbers_ = 1;
  loop::Signal created_;
  loop::Timer expiry_ = {};
  std::unique_ptr<MoveTasks> move_tasks_;
};

}  // namespace sqs
