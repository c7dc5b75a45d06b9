#include "emulator/events/replays.h"

#include <algorithm>

#include "base/log.h"
#include "emulator/events/errors.h"

namespace events {
namespace {

constexpr std::size_t kEventsAtOnce = 100;
constexpr std::ptrdiff_t kMostAtOnce = 10;  // replays of an account and region that run (EventBridge quotas)
constexpr base::Duration kAfterStoreError = std::chrono::seconds(5);

}  // namespace

Replays::Replays(loop::Loop& loop, store::Store& store, Archives& archives, Publisher& publisher)
    : loop_(loop), store_(store), archives_(archives), publisher_(publisher), space_(store.space("events/replay")) {
  replays_ = load_records(store_, space_, &decode_replay);
}

void Replays::start() {
  for (const auto& [arn, replay] : replays_) {
    if (replay.runs()) go_on(arn);
  }
}

void Replays::save(store::Transaction& transaction, const Replay& replay) {
  transaction.put(space_, replay.arn(), encode(replay).dump());
  transaction.on_commit([this, replay] { replays_[replay.arn()] = replay; });
}

void Replays::start(Replay replay) {
  const auto others = list(replay.account, replay.region);
  if (std::ranges::count_if(others, [](const Replay* other) { return other->runs(); }) >= kMostAtOnce) {
    throw limit_exceeded();
  }
  replay.started = loop_.now();
  store::Transaction transaction(store_);
  save(transaction, replay);
  transaction.commit();
  go_on(replay.arn());
}

void Replays::cancel(const std::string& arn) {
  Replay replay = replays_.at(arn);
  replay.state = "CANCELLED";
  replay.ended = loop_.now();
  store::Transaction transaction(store_);
  save(transaction, replay);
  transaction.commit();
  timers_.erase(arn);
}

const Replay* Replays::find(std::string_view arn) const { return find_record(replays_, arn); }

std::vector<const Replay*> Replays::list(std::string_view account, std::string_view region) const {
  return records_of(replays_, account, region);
}

void Replays::go_on(const std::string& arn, base::Duration pause) {
  timers_[arn] = loop_.at(loop_.now() + pause, loop::TimerKind::kOneOff, [this, arn] {
    const auto busy = loop_.busy();
    try {
      step(arn);
    } catch (const store::WriteError& error) {
      base::log_error("a replay waits for the store", {{"replay", arn}, {"error", error.what()}});
      go_on(arn, kAfterStoreError);
    }
  });
}

void Replays::step(const std::string& arn) {
  Replay replay = replays_.at(arn);
  if (!replay.runs()) return;
  const auto events = archives_.events(replay.archive, replay.from, replay.to, replay.position, kEventsAtOnce);
  store::Transaction transaction(store_);
  for (const auto& [key, json] : events) {
    Event event = parse_event(json);
    event.replay_name = replay.name;
    publisher_.publish(transaction, {.bus = replay.bus, .only = replay.rules}, event);
    replay.position = key;
    replay.reached = event.time;
  }
  const bool done = events.size() < kEventsAtOnce;
  replay.state = done ? "COMPLETED" : "RUNNING";
  if (done) replay.ended = loop_.now();
  save(transaction, replay);
  transaction.commit();
  if (!done) go_on(arn);
}

}  // namespace events
