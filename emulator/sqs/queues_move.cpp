#include "emulator/sqs/errors.h"
#include "emulator/sqs/live_queue.h"
#include "emulator/sqs/place_record.h"
#include "emulator/sqs/queues.h"

namespace sqs {

// "Redriven messages are considered new messages": id, age and receives begin anew. (SQS Developer Guide, "Configuring
// a dead-letter queue redrive")
Queues::Moved Queues::move(std::string_view source, std::string_view destination, std::size_t most,
                           std::uint64_t before, const std::function<void(store::Transaction&, const Moved&)>& follow) {
  Moved moved;
  store::Transaction transaction(store_);
  const auto found = queues_.find(source);
  if (found == queues_.end()) {
    moved.failure_reason = queue_does_not_exist().query_code;
  } else {
    const auto from = found->second;
    const TimePoint now = loop_.now();
    const auto places = from->messages.oldest_visible(now, most, before);
    moved.done = places.size() < most;
    for (const Place& place : places) {
      const auto record = store_.get(message_space_, place_key(from->number, place.sequence));
      if (!record || place.sent + from->description.retention <= now) {
        erase_message(transaction, from, place.sequence);
        continue;
      }
      Message message = decode_message(*record);
      const std::string to_arn = destination.empty() ? message.dead_letter_source : std::string(destination);
      const auto to = queues_.find(to_arn);
      if (to == queues_.end()) {
        moved.failure_reason = to_arn.empty() ? "CouldNotDetermineMessageSource" : queue_does_not_exist().query_code;
        break;
      }
      message.id = loop_.world().uuid();
      message.dead_letter_source.clear();
      put_message(transaction, to->second, message,
                  {.sent = now, .visible_at = now + to->second->description.delay, .bytes = place.bytes});
      erase_message(transaction, from, place.sequence);
      ++moved.messages;
    }
  }
  follow(transaction, moved);
  transaction.commit();
  return moved;
}

}  // namespace sqs
