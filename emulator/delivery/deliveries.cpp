#include "emulator/delivery/deliveries.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"

namespace delivery {
namespace message_record {

using base::Json;

std::string encode(const Message& m, TimePoint due) {
  return Json{{"id", m.id},
              {"target", m.target},
              {"source", m.source},
              {"payload", m.payload},
              {"attributes", m.attributes},
              {"deadLetter", m.dead_letter},
              {"sent", m.sent.time_since_epoch().count()},
              {"attempts", m.attempts},
              {"due", due.time_since_epoch().count()}}
      .dump();
}

TimePoint time_of(const Json& nanos) { return TimePoint{Duration{nanos.as_int()}}; }

std::pair<Message, TimePoint> decode(std::string_view text) {
  const Json j = Json::parse(text);
  return {{.id = j.at("id").as_string(),
           .target = j.at("target").as_string(),
           .source = j.at("source").as_string(),
           .payload = j.at("payload").as_string(),
           .attributes = j.at("attributes"),
           .dead_letter = j.at("deadLetter").as_string(),
           .sent = time_of(j.at("sent")),
           .attempts = int(j.at("attempts").as_int())},
          time_of(j.at("due"))};
}

}  // namespace message_record

constexpr Duration kAfterStoreError = std::chrono::seconds(5);
// Lambda asks a throttled function again after 1 s, and then less and less often, up to every 5 minutes.
constexpr Duration kFirstPause = std::chrono::seconds(1);
constexpr Duration kLongestPause = std::chrono::minutes(5);

Deliveries::Deliveries(loop::Loop& loop, store::Store& store)
    : loop_(loop), store_(store), space_(store.space("delivery/message")) {}

Deliveries::~Deliveries() = default;

void Deliveries::add_target(Target target) { targets_.push_back(std::move(target)); }

void Deliveries::start() {
  store_.each(space_, "", [&](std::string_view key, std::string_view value) {
    auto [message, due] = message_record::decode(value);
    next_ = std::max<std::uint64_t>(next_, std::stoull(std::string(key)) + 1);
    schedule(std::string(key), std::move(message), std::max(due, loop_.now()));
    return true;
  });
}

void Deliveries::send(store::Transaction& transaction, Message message) {
  message.id = loop_.world().uuid();
  message.sent = loop_.now();
  // Under a virtual clock the seed says who comes first of those that are sent at once: AWS promises no order.
  const TimePoint due =
      loop_.is_virtual() ? message.sent + std::chrono::microseconds(loop_.world().below(1000)) : message.sent;
  const std::string key = fmt::format("{:020}", next_++);
  transaction.put(space_, key, message_record::encode(message, due));
  transaction.on_commit([this, key, message, due] { schedule(key, message, due); });
}

void Deliveries::stop() {
  while (!pending_.empty()) {
    const std::string key = pending_.begin()->first;
    loop::Timer timer = std::move(pending_.begin()->second.timer);
    timer.finish();  // while its message is there: the callback looks for it
    pending_.erase(key);
  }
}

const Target* Deliveries::find_target(std::string_view arn) const {
  for (const Target& target : targets_) {
    if (arn.starts_with(target.arn_prefix)) return &target;
  }
  return nullptr;
}

void Deliveries::schedule(const std::string& key, Message message, TimePoint due) {
  Pending& pending = pending_[key];
  pending.message = std::move(message);
  pending.timer = loop_.at(due, loop::TimerKind::kOneOff, [this, key] { attempt(key); });
}

void Deliveries::attempt(const std::string& key) {
  const auto busy = loop_.busy();
  try {
    deliver(key);
  } catch (const loop::Cancelled&) {
    throw;
  } catch (const std::exception& error) {
    // The target's store or ours cannot be written or read, so that what came of it is not known. The message is still
    // there: it is tried again, which is allowed.
    base::log_error("delivery not recorded, tried again later", {{"key", key}, {"error", error.what()}});
    schedule(key, pending_.at(key).message, loop_.now() + kAfterStoreError);
  }
}

void Deliveries::deliver(const std::string& key) {
  Message message = pending_.at(key).message;
  const Target* target = find_target(message.target);
  const Outcome outcome = target ? target->deliver(message) : refused("nobody delivers to " + message.target);
  if (outcome.kind == Outcome::Kind::kLater && loop_.now() - message.sent < target->policy.max_age) {
    Duration& pause = pending_.at(key).pause;
    pause = std::clamp<Duration>(pause * 2, kFirstPause, kLongestPause);
    schedule(key, std::move(message), loop_.now() + pause);
    return;
  }
  ++message.attempts;
  if (outcome.kind == Outcome::Kind::kTaken) {
    store::Transaction done(store_);
    done.erase(space_, key);
    done.commit();
    pending_.erase(key);
    return;
  }
  const auto tried = static_cast<std::size_t>(message.attempts);
  if (outcome.kind != Outcome::Kind::kRetry || tried > target->policy.delays.size()) {
    give_up(key, message, target, outcome.reason);
    return;
  }
  const TimePoint due = loop_.now() + target->policy.delays[tried - 1];
  base::log_info("delivery failed, tried again later", {{"target", message.target},
                                                        {"attempts", message.attempts},
                                                        {"next", base::format_iso8601(due)},
                                                        {"reason", outcome.reason}});
  store::Transaction again(store_);
  again.put(space_, key, message_record::encode(message, due));
  again.commit();
  schedule(key, std::move(message), due);
}

void Deliveries::give_up(const std::string& key, const Message& message, const Target* target,
                         const std::string& reason) {
  store::Transaction done(store_);
  done.erase(space_, key);
  if (message.dead_letter.empty()) {
    base::log_error("delivery given up, and there is no dead-letter target",
                    {{"target", message.target}, {"attempts", message.attempts}, {"reason", reason}});
  } else {
    Message buried = target && target->bury ? target->bury(message, reason) : message;
    buried.source = message.source;
    buried.target = message.dead_letter;
    buried.dead_letter.clear();
    buried.attempts = 0;
    send(done, std::move(buried));
  }
  done.commit();
  pending_.erase(key);
}

}  // namespace delivery
