#include <fmt/format.h>

#include "base/log.h"
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

MessageAttributes attributes_of(const base::Json& given) {
  MessageAttributes result;
  const base::Json* named = given.find("messageAttributes");
  if (!named) return result;
  base::Json described = base::Json::object();
  for (const auto& [name, value] : named->members()) {
    described.set(name, value.is_string() ? base::Json{{"DataType", "String"}, {"StringValue", value}} : value);
  }
  const base::Json fields{{"MessageAttributes", std::move(described)}};
  return parse_message_attributes(protocol::Fields(fields, kFieldFaults), "MessageAttributes");
}

}  // namespace queues_messages_detail

using namespace queues_messages_detail;

std::optional<Fault> Queues::find_problem(std::string_view arn, const Outgoing& outgoing) const {
  const QueueDescription& queue = get(arn);
  if (size_of(outgoing.message) > static_cast<std::size_t>(queue.maximum_message_size)) {
    return invalid_parameter_value(
        fmt::format("One or more parameters are invalid. Reason: Message must be shorter than {} bytes.",
                    queue.maximum_message_size));
  }
  if (outgoing.delay && (outgoing.delay->count() < 0 || outgoing.delay->count() > kLongestDelay)) {
    return out_of_range(outgoing.delay->count(), "DelaySeconds", 0, kLongestDelay);
  }
  return std::nullopt;
}

void Queues::put_message(store::Transaction& transaction, const std::shared_ptr<Live>& queue, const Message& message,
                         Place place) {
  place.sequence = take_number(transaction);
  const std::string key = place_key(queue->number, place.sequence);
  transaction.put(message_space_, key, encode(message));
  transaction.put(place_space_, key, encode(place));
  transaction.on_commit([this, queue, place] {
    queue->messages.add(place, loop_.now());
    wake(queue);
  });
}

std::vector<Sent> Queues::send(std::string_view arn, std::vector<Outgoing> messages) {
  const auto queue = hold(arn);
  std::vector<Sent> result;
  store::Transaction transaction(store_);
  for (Outgoing& outgoing : messages) {
    if (const auto problem = find_problem(arn, outgoing)) throw *problem;
    outgoing.message.id = loop_.world().uuid();
    put_message(transaction, queue, outgoing.message,
                {.sent = loop_.now(),
                 .visible_at = loop_.now() + outgoing.delay.value_or(queue->description.delay),
                 .bytes = static_cast<std::uint32_t>(size_of(outgoing.message))});
    result.push_back({.id = outgoing.message.id,
                      .md5_of_body = md5_of(outgoing.message.body),
                      .md5_of_attributes = md5_of(outgoing.message.attributes)});
  }
  transaction.commit();
  return result;
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
  const std::size_t in_flight = queue->messages.counts(now).in_flight;
  if (in_flight >= kMostInFlight) throw over_limit();
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
    const auto record = store_.get(message_space_, place_key(queue->number, place.sequence));
    if (!record) {
      base::log_error("message without a body dropped", {{"queue", settings.arn()}, {"sequence", place.sequence}});
      erase_message(transaction, queue, place.sequence);
      continue;
    }
    replace_place(transaction, queue, place);
    Delivery delivery{.message = decode_message(*record), .place = place};
    delivery.receipt =
        encode(Receipt{.message_id = delivery.message.id, .sequence = place.sequence, .receives = place.receives});
    result.push_back(std::move(delivery));
  }
  transaction.commit();
  return result;
}

// It keeps its id, its age, and the number of its receives, which ApproximateReceiveCount counts "across all queues".
// (SQS Developer Guide, "Dead-letter queues and message retention"; API Reference, ReceiveMessage)
void Queues::bury(store::Transaction& transaction, const Live& from, const std::shared_ptr<Live>& to, Place place) {
  const auto record = store_.get(message_space_, place_key(from.number, place.sequence));
  if (!record) return;
  Message message = decode_message(*record);
  message.dead_letter_source = from.description.arn();
  place.visible_at = loop_.now();
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

// The place of a message that this very receive handed out; nothing when it is gone or another has it now.
std::optional<Place> Queues::find_received(const Live& queue, std::string_view message_id, std::uint64_t sequence,
                                           std::uint32_t receives) const {
  const Place* place = queue.messages.find(sequence);
  if (!place || place->receives != receives) return std::nullopt;
  const auto record = store_.get(message_space_, place_key(queue.number, sequence));
  if (!record || decode_message(*record).id != message_id) return std::nullopt;
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
    if (const auto place = find_received(*queue, receipt->message_id, receipt->sequence, receipt->receives)) {
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
  auto place = find_received(*queue, receipt->message_id, receipt->sequence, receipt->receives);
  if (!place) {
    return invalid_parameter_value(fmt::format(
        "Value {} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available "
        "for visibility timeout change.",
        handle));
  }
  if (place->visible_at <= loop_.now()) return message_not_in_flight();
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

delivery::Outcome Queues::deliver(const delivery::Message& message) {
  if (!find(message.target)) return delivery::refused("no such queue: " + message.target);
  try {
    send(message.target, Outgoing{.message = {.body = message.payload,
                                              .attributes = attributes_of(message.attributes),
                                              .sender = message.source}});
    return delivery::taken();
  } catch (const Fault& fault) {
    return delivery::refused(fault.message);
  } catch (const store::WriteError& error) {
    return delivery::retry(error.what());
  }
}

delivery::Target Queues::delivery_target() {
  using std::chrono::minutes;
  return {.arn_prefix = "arn:aws:sqs:",
          .policy = {.delays = {seconds(1), seconds(5), seconds(30), minutes(5), minutes(30)}},
          .deliver = [this](const delivery::Message& message) { return deliver(message); }};
}

}  // namespace sqs
