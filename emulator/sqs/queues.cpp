#include "emulator/sqs/queues.h"

#include <algorithm>

#include "base/log.h"
#include "emulator/sqs/attributes.h"
#include "emulator/sqs/errors.h"
#include "emulator/sqs/live_queue.h"
#include "emulator/sqs/move_tasks.h"
#include "emulator/sqs/place_record.h"

// The queues themselves: made, found, configured, emptied, removed. What happens to their messages:
// queues_messages.cpp.

namespace sqs {
namespace queues_detail {

using base::Json;

constexpr Duration kExpireEvery = std::chrono::hours(1);
constexpr Duration kPurgeEvery = std::chrono::seconds(60);
constexpr std::uint64_t kReserve = 1'000'000;
constexpr std::size_t kEraseAtOnce = 10'000;

std::int64_t nanos(TimePoint time) { return time.time_since_epoch().count(); }
TimePoint from_nanos(const Json& value) { return TimePoint(Duration(value.as_int())); }

// Not for the template's: a policy there lets a service in, whom nothing keeps out here (emulator/README.md).
void warn_of_policy(const QueueDescription& queue, std::string_view before) {
  if (queue.policy.empty() || queue.policy == before) return;
  base::log_warning("queue policy kept, but callers are checked by their own policies only", {{"queue", queue.arn()}});
}

}  // namespace queues_detail

using namespace queues_detail;

Queues::Queues(loop::Loop& loop, store::Store& store)
    : loop_(loop),
      store_(store),
      queue_space_(store.space("sqs/queue")),
      message_space_(store.space("sqs/message")),
      place_space_(store.space("sqs/place")),
      number_space_(store.space("sqs/number")),
      sent_space_(store.space("sqs/sent")),
      created_(loop) {
  load();
  expiry_ = loop_.at(loop_.now() + kExpireEvery, loop::TimerKind::kPeriodic, [this] { expire(); });
  move_tasks_ = std::make_unique<MoveTasks>(loop_, store_, *this);
}

Queues::~Queues() = default;

void Queues::load() {
  std::map<std::uint64_t, std::shared_ptr<Live>> by_number;
  store_.each(queue_space_, "", [&](std::string_view, std::string_view value) {
    const Json record = Json::parse(value);
    const auto queue = std::make_shared<Live>(loop_, decode_description(record.at("description")));
    queue->number = record.at("number").as_unsigned();
    queue->created = from_nanos(record.at("created"));
    queue->modified = from_nanos(record.at("modified"));
    by_number[queue->number] = queue;
    queues_[queue->description.arn()] = queue;
    return true;
  });
  store_.each(place_space_, "", [&](std::string_view key, std::string_view value) {
    const auto queue = by_number.find(queue_of(key));
    if (queue != by_number.end()) {
      queue->second->messages.add(decode_place(key, value), loop_.now());
      return true;
    }
    // Its queue was removed, and the emulator ended before all its messages were.
    store::Transaction transaction(store_);
    transaction.erase(place_space_, std::string(key));
    transaction.erase(message_space_, std::string(key));
    transaction.commit();
    return true;
  });
  store_.each(sent_space_, "", [&](std::string_view key, std::string_view value) {
    const auto queue = by_number.find(queue_of(key));
    if (queue != by_number.end()) {
      queue->second->deduplication.add(std::string(key.substr(place_prefix(queue->first).size())),
                                       decode_deduplication(value));
      return true;
    }
    store::Transaction transaction(store_);
    transaction.erase(sent_space_, std::string(key));
    transaction.commit();
    return true;
  });
  if (const auto reserved = store_.get(number_space_, "reserved")) {
    next_number_ = reserved_numbers_ = std::stoull(*reserved);
  }
  for (const auto& [arn, queue] : queues_) wake(queue);
}

// Numbers are written down in blocks, so that none is given twice and no send pays for it.
std::uint64_t Queues::take_number(store::Transaction& transaction) {
  if (next_number_ >= reserved_numbers_) {
    const std::uint64_t reserved = next_number_ + kReserve;
    transaction.put(number_space_, "reserved", std::to_string(reserved));
    transaction.on_commit([this, reserved] { reserved_numbers_ = std::max(reserved_numbers_, reserved); });
  }
  return next_number_++;
}

void Queues::save(const Live& queue) {
  store::Transaction transaction(store_);
  transaction.put(queue_space_, queue.description.arn(),
                  Json{{"description", encode(queue.description)},
                       {"number", queue.number},
                       {"created", nanos(queue.created)},
                       {"modified", nanos(queue.modified)}}
                      .dump());
  transaction.commit();
}

std::shared_ptr<Queues::Live> Queues::hold(std::string_view arn) const {
  const auto found = queues_.find(arn);
  if (found == queues_.end()) throw queue_does_not_exist();
  return found->second;
}

Queues::Live& Queues::at(std::string_view arn) const { return *hold(arn); }

const QueueDescription* Queues::find(std::string_view arn) const {
  const auto found = queues_.find(arn);
  return found == queues_.end() ? nullptr : &found->second->description;
}

const QueueDescription& Queues::get(std::string_view arn) const { return at(arn).description; }

std::vector<const QueueDescription*> Queues::list(std::string_view account, std::string_view region,
                                                  std::string_view prefix) const {
  std::vector<const QueueDescription*> result;
  const std::string from = queue_arn(region, account, prefix);
  for (auto it = queues_.lower_bound(from); it != queues_.end() && it->first.starts_with(from); ++it) {
    result.push_back(&it->second->description);
  }
  return result;
}

Queues::Status Queues::status(std::string_view arn) const {
  Live& queue = at(arn);
  return {.counts = queue.messages.counts(loop_.now()), .created = queue.created, .modified = queue.modified};
}

std::shared_ptr<Queues::Live> Queues::add_live(const QueueDescription& description) {
  check_queue_name(description.name, description.fifo);
  const auto queue = std::make_shared<Live>(loop_, description);
  store::Transaction numbering(store_);
  queue->number = take_number(numbering);
  numbering.commit();
  queue->created = queue->modified = loop_.now();
  save(*queue);
  queues_[description.arn()] = queue;
  created_.notify_all();
  return queue;
}

void Queues::ensure(const QueueDescription& description) {
  const auto found = queues_.find(description.arn());
  if (found == queues_.end()) {
    add_live(description);
  } else if (found->second->description != description) {
    configure(description);
  }
}

void Queues::create(const QueueDescription& description, const std::vector<std::string>& asked) {
  const auto found = queues_.find(description.arn());
  if (found == queues_.end()) {
    warn_of_policy(description, "");
    add_live(description);
    return;
  }
  for (const std::string& name : asked) {
    if (find_attribute(found->second->description, name) != find_attribute(description, name)) {
      throw queue_name_exists(name);
    }
  }
}

void Queues::configure(const QueueDescription& description) {
  Live& queue = at(description.arn());
  const QueueDescription before = queue.description;
  warn_of_policy(description, before.policy);
  const TimePoint modified = queue.modified;
  queue.description = description;
  queue.modified = loop_.now();
  try {
    save(queue);
  } catch (const store::WriteError&) {
    queue.description = before;
    queue.modified = modified;
    throw;
  }
}

void Queues::remove_queue(const std::string& arn) {
  const auto queue = hold(arn);
  store::Transaction transaction(store_);
  transaction.erase(queue_space_, arn);
  transaction.commit();
  queues_.erase(arn);
  queue->removed = true;
  queue->timer = {};
  queue->changed.notify_all();
  erase_messages(*queue);
}

void Queues::purge(const std::string& arn) {
  const auto queue = hold(arn);
  if (queue->purged && loop_.now() - *queue->purged < kPurgeEvery) {
    throw purge_queue_in_progress(queue->description.name);
  }
  queue->purged = loop_.now();
  erase_messages(*queue);
  wake(queue);
}

// A large queue goes in several transactions: what is sent meanwhile stays out of it.
void Queues::erase_messages(Live& queue) {
  const auto old = queue.messages.older_than(TimePoint::max());
  for (std::size_t from = 0; from < old.size(); from += kEraseAtOnce) {
    if (from > 0) loop_.yield();
    store::Transaction transaction(store_);
    const std::size_t to = std::min(old.size(), from + kEraseAtOnce);
    for (std::size_t i = from; i < to; ++i) {
      transaction.erase(place_space_, place_key(queue.number, old[i].sequence));
      transaction.erase(message_space_, place_key(queue.number, old[i].sequence));
    }
    transaction.commit();
    for (std::size_t i = from; i < to; ++i) queue.messages.erase(old[i].sequence);
  }
  const auto sent = queue.deduplication.keys();
  for (std::size_t from = 0; from < sent.size(); from += kEraseAtOnce) {
    store::Transaction transaction(store_);
    for (std::size_t i = from; i < std::min(sent.size(), from + kEraseAtOnce); ++i) {
      transaction.erase(sent_space_, place_prefix(queue.number) + sent[i]);
    }
    transaction.commit();
  }
  queue.deduplication.clear();
  queue.attempts.clear();
}

// What nobody asks for must go as well: once an hour.
void Queues::expire() {
  const auto queues = queues_;
  for (const auto& [arn, queue] : queues) {
    store::Transaction transaction(store_);
    for (const Place& place : queue->messages.older_than(loop_.now() - queue->description.retention)) {
      erase_message(transaction, queue, place.sequence);
    }
    forget_sent(transaction, queue, queue->deduplication.expired(loop_.now(), SIZE_MAX));
    try {
      transaction.commit();
    } catch (const store::WriteError& error) {
      base::log_error("expired messages not removed, tried again in an hour",
                      {{"queue", arn}, {"error", error.what()}});
    }
  }
  expiry_ = loop_.at(loop_.now() + kExpireEvery, loop::TimerKind::kPeriodic, [this] { expire(); });
}

}  // namespace sqs
