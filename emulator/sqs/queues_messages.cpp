#include <fmt/format.h>

#include "base/digest.h"
#include "base/log.h"
#include "base/text.h"
#include "emulator/sqs/errors.h"
#include "emulator/sqs/live_queue.h"
#include "emulator/sqs/place_record.h"
#include "emulator/sqs/queues.h"

// What happens to messages: sent, received, buried, deleted. In memory nothing changes before the store has it.

namespace sqs {
namespace queues_messages_detail {

constexpr std::size_t kMostInFlight = 120'000;                 // SQS quotas, standard queues
constexpr Duration kLongestInFlight = std::chrono::hours(12);  // from the receive on, however often it is extended
constexpr std::int64_t kLongestDelay = 900;

}  // namespace queues_messages_detail

using namespace queues_messages_detail;

std::optional<Fault> Queues::find_problem(std::string_view arn, const Outgoing& outgoing) const {
  const QueueDescription& queue = get(arn);
  const Message& message = outgoing.message;
  if (size_of(message) > static_cast<std::size_t>(queue.maximum_message_size)) {
    return invalid_parameter_value(
        fmt::format("One or more parameters are invalid. Reason: Message must be shorter than {} bytes.",
                    queue.maximum_message_size));
  }
  if (outgoing.delay && (outgoing.delay->count() < 0 || outgoing.delay->count() > kLongestDelay)) {
    return out_of_range(outgoing.delay->count(), "DelaySeconds", 0, kLongestDelay);
  }
  if (!queue.fifo) {
    // A group may be given: it is what fair queues go by.
    if (message.deduplication.empty()) return std::nullopt;
    return invalid_for_queue_type(message.deduplication, "MessageDeduplicationId");
  }
  if (outgoing.delay.value_or(seconds(0)) != seconds(0)) {
    return invalid_for_queue_type(std::to_string(outgoing.delay->count()), "DelaySeconds");
  }
  if (message.group.empty()) return missing_field("MessageGroupId");
  if (message.deduplication.empty() && !queue.content_based_deduplication) return no_deduplication_id();
  return std::nullopt;
}

std::uint64_t Queues::put_message(store::Transaction& transaction, const std::shared_ptr<Live>& queue,
                                  const Message& message, Place place) {
  place.sequence = take_number(transaction);
  if (queue->description.fifo) place.group = message.group;
  const std::string key = place_key(queue->number, place.sequence);
  transaction.put(message_space_, key, encode(message));
  transaction.put(place_space_, key, encode(place));
  transaction.on_commit([this, queue, place] {
    queue->messages.add(place, loop_.now());
    wake(queue);
  });
  return place.sequence;
}

std::vector<Sent> Queues::send(std::string_view arn, std::vector<Outgoing> messages) {
  const auto queue = hold(arn);
  const QueueDescription& settings = queue->description;
  const TimePoint now = loop_.now();
  std::vector<Sent> result;
  std::map<std::string, Sent> just_sent;  // by deduplication key, of this very batch
  store::Transaction transaction(store_);
  for (Outgoing& outgoing : messages) {
    if (const auto problem = find_problem(arn, outgoing)) throw *problem;
    Message& message = outgoing.message;
    Sent sent{.md5_of_body = md5_of(message.body),
              .md5_of_attributes = md5_of(message.attributes),
              .md5_of_system_attributes = md5_of_system_attributes(message)};
    std::string key;
    if (settings.fifo) {
      if (message.deduplication.empty()) message.deduplication = base::to_hex(base::sha256(message.body));
      key = Deduplication::key_of(message.deduplication, message.group, settings.deduplicates_by_group);
      const auto* before = queue->deduplication.find(key, now);
      const auto same = just_sent.find(key);
      if (before || same != just_sent.end()) {
        sent.id = before ? before->message_id : same->second.id;
        sent.sequence_number = before ? sequence_number(before->sequence) : same->second.sequence_number;
        result.push_back(std::move(sent));
        continue;
      }
    }
    // A FIFO queue's own delay holds for all, whatever is said of one.
    const seconds delay = settings.fifo ? settings.delay : outgoing.delay.value_or(settings.delay);
    message.id = sent.id = loop_.world().uuid();
    const std::uint64_t sequence =
        put_message(transaction, queue, message,
                    {.sent = now, .visible_at = now + delay, .bytes = static_cast<std::uint32_t>(size_of(message))});
    if (settings.fifo) {
      sent.sequence_number = sequence_number(sequence);
      remember_sent(transaction, queue, key, sent, sequence);
      just_sent.emplace(key, sent);
    }
    result.push_back(std::move(sent));
  }
  transaction.commit();
  return result;
}

// Each that is remembered takes two along that are not needed any more, so that none is left over.
void Queues::remember_sent(store::Transaction& transaction, const std::shared_ptr<Live>& queue, const std::string& key,
                           const Sent& sent, std::uint64_t sequence) {
  forget_sent(transaction, queue, queue->deduplication.expired(loop_.now(), 2));
  const Deduplication::Entry entry{.sent = loop_.now(), .message_id = sent.id, .sequence = sequence};
  transaction.put(sent_space_, place_prefix(queue->number) + key, encode(entry));
  transaction.on_commit([queue, key, entry] { queue->deduplication.add(key, entry); });
}

void Queues::forget_sent(store::Transaction& transaction, const std::shared_ptr<Live>& queue,
                         const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    transaction.erase(sent_space_, place_prefix(queue->number) + key);
    transaction.on_commit([queue, key] { queue->deduplication.erase(key); });
  }
}

Sent Queues::send(std::string_view arn, Outgoing message) {
  return send(arn, std::vector<Outgoing>{std::move(message)}).front();
}

std::vector<Delivery> Queues::receive(std::string_view arn, const Receive& wanted) {
  const auto queue = hold(arn);
  const seconds wait = wanted.wait.value_or(queue->description.receive_wait);
  const TimePoint until = loop_.now() + wait;
  for (;;) {
    auto deliveries = receive_now(queue, wanted);
    if (!deliveries.empty() || loop_.is_virtual() || loop_.now() >= until) return deliveries;
    queue->changed.wait(loop::Deadline::at(until, loop::TimerKind::kPeriodic));
    if (queue->removed) throw queue_does_not_exist();
  }
}

std::vector<Delivery> Queues::receive_now(const std::shared_ptr<Live>& queue, const Receive& wanted) {
  const TimePoint now = loop_.now();
  const QueueDescription& settings = queue->description;
  if (!wanted.attempt.empty()) {
    auto again = receive_again(queue, wanted);
    if (!again.empty()) return again;
  }
  const std::size_t in_flight = queue->messages.counts(now).in_flight;
  // Of a FIFO queue the limit is no fault. (SQS API Reference, ReceiveMessage)
  if (in_flight >= kMostInFlight) return settings.fifo ? std::vector<Delivery>() : throw over_limit();
  // Without its dead-letter queue a message stays where it is.
  const auto grave = queues_.find(settings.dead_letter_arn);
  const auto picked = queue->messages.pick(
      now,
      {.messages = std::min(wanted.messages, kMostInFlight - in_flight),
       .bytes = wanted.bytes,
       .visibility = wanted.visibility.value_or(settings.visibility_timeout)},
      {.retention = settings.retention,
       .maximum_receives = grave == queues_.end() ? 0 : static_cast<std::uint32_t>(settings.maximum_receives)});
  std::vector<Delivery> result;
  store::Transaction transaction(store_);
  for (const Place& place : picked.expired) erase_message(transaction, queue, place.sequence);
  for (const Place& place : picked.dead) {
    bury(transaction, *queue, grave->second, place);
    erase_message(transaction, queue, place.sequence);
  }
  for (const Place& place : picked.delivered) {
    if (auto delivery = hand_out(transaction, queue, place)) result.push_back(std::move(*delivery));
  }
  transaction.commit();
  if (!wanted.attempt.empty()) queue->attempts.add(wanted.attempt, picked.delivered, now);
  return result;
}

// What this very attempt was given before, hidden for as long again.
std::vector<Delivery> Queues::receive_again(const std::shared_ptr<Live>& queue, const Receive& wanted) {
  auto places = queue->attempts.find(wanted.attempt, queue->messages, loop_.now());
  std::vector<Delivery> result;
  store::Transaction transaction(store_);
  for (Place& place : places) {
    place.visible_at = loop_.now() + wanted.visibility.value_or(queue->description.visibility_timeout);
    if (auto delivery = hand_out(transaction, queue, place)) result.push_back(std::move(*delivery));
  }
  transaction.commit();
  if (!places.empty()) queue->attempts.add(wanted.attempt, std::move(places), loop_.now());
  return result;
}

std::optional<Delivery> Queues::hand_out(store::Transaction& transaction, const std::shared_ptr<Live>& queue,
                                         const Place& place) {
  const auto record = store_.get(message_space_, place_key(queue->number, place.sequence));
  if (!record) {
    base::log_error("message without a body dropped",
                    {{"queue", queue->description.arn()}, {"sequence", place.sequence}});
    erase_message(transaction, queue, place.sequence);
    return std::nullopt;
  }
  replace_place(transaction, queue, place);
  Delivery delivery{.message = decode_message(*record), .place = place};
  delivery.receipt =
      encode(Receipt{.message_id = delivery.message.id, .sequence = place.sequence, .receives = place.receives});
  return delivery;
}

// It keeps its id, its age (a FIFO queue's message begins anew), and the number of its receives, which
// ApproximateReceiveCount counts "across all queues". (SQS Developer Guide, "Dead-letter queues and message retention";
// API Reference, ReceiveMessage)
void Queues::bury(store::Transaction& transaction, const Live& from, const std::shared_ptr<Live>& to, Place place) {
  const auto record = store_.get(message_space_, place_key(from.number, place.sequence));
  if (!record) return;
  Message message = decode_message(*record);
  message.dead_letter_source = from.description.arn();
  place.visible_at = loop_.now();
  if (to->description.fifo) place.sent = loop_.now();
  place.earlier_receives = place.receives;
  put_message(transaction, to, message, place);
  base::log_info("message moved to the dead-letter queue", {{"queue", from.description.arn()},
                                                            {"deadLetterQueue", to->description.arn()},
                                                            {"messageId", message.id},
                                                            {"receives", place.receives}});
}

void Queues::erase_message(store::Transaction& transaction, const std::shared_ptr<Live>& queue,
                           std::uint64_t sequence) {
  const std::string key = place_key(queue->number, sequence);
  transaction.erase(message_space_, key);
  transaction.erase(place_space_, key);
  transaction.on_commit([this, queue, sequence] {
    queue->messages.erase(sequence);
    wake(queue);
  });
}

void Queues::replace_place(store::Transaction& transaction, const std::shared_ptr<Live>& queue, const Place& place) {
  transaction.put(place_space_, place_key(queue->number, place.sequence), encode(place));
  transaction.on_commit([this, queue, place] {
    queue->messages.replace(place, loop_.now());
    wake(queue);
  });
}

// The place of a message that this receipt was given for; nothing when it is gone.
std::optional<Place> Queues::find_received(const Live& queue, const Receipt& receipt) const {
  const Place* place = queue.messages.find(receipt.sequence);
  if (!place || place->receives < receipt.receives) return std::nullopt;
  const auto record = store_.get(message_space_, place_key(queue.number, receipt.sequence));
  if (!record || decode_message(*record).id != receipt.message_id) return std::nullopt;
  return *place;
}

std::vector<std::optional<Fault>> Queues::remove(std::string_view arn, const std::vector<std::string>& receipts) {
  const auto queue = hold(arn);
  std::vector<std::optional<Fault>> result;
  store::Transaction transaction(store_);
  for (const std::string& handle : receipts) {
    const auto receipt = parse_receipt(handle);
    result.push_back(receipt ? std::nullopt : std::optional(receipt_handle_is_invalid(handle)));
    if (!receipt) continue;
    const auto place = find_received(*queue, *receipt);
    if (!place) continue;
    const bool current = place->receives == receipt->receives;
    if (queue->description.fifo && (!current || place->visible_at <= loop_.now())) {
      result.back() = expired_receipt(handle);
    } else if (current) {
      erase_message(transaction, queue, place->sequence);
    }
  }
  transaction.commit();
  return result;
}

std::optional<Fault> Queues::change_visibility(std::string_view arn, const std::string& handle, seconds visibility) {
  const auto queue = hold(arn);
  const auto receipt = parse_receipt(handle);
  if (!receipt) return receipt_handle_is_invalid(handle);
  // An earlier receipt, or one whose time is over, still counts, as on AWS; but not of a FIFO queue.
  auto place = find_received(*queue, *receipt);
  if (!place) {
    return invalid_parameter_value(fmt::format(
        "Value {} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available "
        "for visibility timeout change.",
        handle));
  }
  if (queue->description.fifo && (place->receives != receipt->receives || place->visible_at <= loop_.now())) {
    return expired_receipt(handle);
  }
  if (loop_.now() + visibility - place->received > kLongestInFlight) {
    return invalid_parameter_value(fmt::format(
        "Value {} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message "
        "is beyond the limit [43200 seconds].",
        visibility.count()));
  }
  place->visible_at = loop_.now() + visibility;
  store::Transaction transaction(store_);
  replace_place(transaction, queue, *place);
  transaction.commit();
  return std::nullopt;
}

// Tells whoever waits when a message is visible, and sets the timer for when the next one will be.
void Queues::wake(const std::shared_ptr<Live>& queue) {
  if (queue->removed) return;
  if (queue->messages.any_visible(loop_.now())) queue->changed.notify_all();
  const auto next = queue->messages.next_visible();
  if (next == queue->timer_due) return;
  queue->timer_due = next;
  queue->timer = {};
  if (!next) return;
  queue->timer = loop_.at(*next, loop::TimerKind::kOneOff, [this, weak = std::weak_ptr<Live>(queue)] {
    if (const auto live = weak.lock()) {
      live->timer_due.reset();
      wake(live);
    }
  });
}

bool Queues::wait_for_messages(std::string_view arn, loop::Deadline deadline) {
  for (;;) {
    const auto found = queues_.find(arn);
    const std::shared_ptr<Live> queue = found == queues_.end() ? nullptr : found->second;
    if (queue && queue->messages.any_visible(loop_.now())) return true;
    if (!(queue ? queue->changed : created_).wait(deadline)) return false;
  }
}

}  // namespace sqs
