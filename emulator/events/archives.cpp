#include "emulator/events/archives.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "emulator/events/errors.h"
#include "emulator/events/rule.h"

namespace events {
namespace {

constexpr std::size_t kExpiredAtOnce = 10'000;

// Times in digits that sort as they count. Before 1970 is 1970.
std::string time_key(std::string_view arn, TimePoint time) {
  return fmt::format("{}\n{:016}", arn, std::max<std::int64_t>(base::to_epoch_millis(time), 0));
}

}  // namespace

Archives::Archives(loop::Loop& loop, store::Store& store)
    : loop_(loop), store_(store), space_(store.space("events/archive")), event_space_(store.space("events/archived")) {
  archives_ = load_records(store_, space_, &decode_archive);
  expire();
}

void Archives::put(Archive archive) {
  archive.compiled = archive.pattern.empty() ? nullptr : compile_pattern(archive.pattern);
  const std::string arn = archive.arn();
  const Archive* there = find(arn);
  archive.created = there ? there->created : loop_.now();
  store::Transaction transaction(store_);
  transaction.put(space_, arn, encode(archive).dump());
  transaction.commit();
  archives_[arn] = std::move(archive);
}

void Archives::remove(const std::string& arn) {
  store::Transaction transaction(store_);
  transaction.erase(space_, arn);
  store_.each(event_space_, arn + '\n', [&](std::string_view key, std::string_view) {
    transaction.erase(event_space_, std::string(key));
    return true;
  });
  transaction.commit();
  archives_.erase(arn);
}

const Archive* Archives::find(std::string_view arn) const { return find_record(archives_, arn); }

std::vector<const Archive*> Archives::list(std::string_view account, std::string_view region) const {
  return records_of(archives_, account, region);
}

void Archives::keep(store::Transaction& transaction, std::string_view bus_arn, const Event& event,
                    const patterns::FlatEvent& flat) {
  if (!event.replay_name.empty()) return;  // it lies in an archive already
  for (const auto& [arn, archive] : archives_) {
    if (archive.bus != bus_arn || (archive.compiled && !archive.compiled->matches(flat))) continue;
    const std::string arrival = fmt::format("{:019}{:012}", loop_.now().time_since_epoch().count(), kept_++);
    transaction.put(event_space_, fmt::format("{}/{}/{}", time_key(arn, event.time), arrival, event.id),
                    event.to_json());
  }
}

Archives::Contents Archives::contents(const std::string& arn) const {
  Contents contents;
  store_.each(event_space_, arn + '\n', [&](std::string_view, std::string_view event) {
    ++contents.events;
    contents.bytes += event.size();
    return true;
  });
  return contents;
}

std::vector<store::Entry> Archives::events(const std::string& arn, TimePoint from, TimePoint to,
                                           const std::string& position, std::size_t limit) const {
  const std::string begin = position.empty() ? time_key(arn, from) : position + '\0';
  return store_.scan(event_space_, begin, time_key(arn, to), limit);
}

// What is left of more than 10,000 events goes the next hour.
void Archives::expire(const Archive& archive) {
  if (archive.retention_days == 0) return;
  const TimePoint horizon = loop_.now() - std::chrono::days(archive.retention_days);
  store::Transaction transaction(store_);
  for (const auto& [key, event] : events(archive.arn(), {}, horizon, "", kExpiredAtOnce)) {
    transaction.erase(event_space_, key);
  }
  transaction.commit();
}

void Archives::expire() {
  for (const auto& [arn, archive] : archives_) {
    try {
      expire(archive);
    } catch (const std::runtime_error& error) {  // store::WriteError, store::ReadError
      base::log_error("old archived events stay for another hour", {{"archive", arn}, {"error", error.what()}});
    }
  }
  expiry_ = loop_.at(loop_.now() + std::chrono::hours(1), loop::TimerKind::kPeriodic, [this] { expire(); });
}

}  // namespace events
