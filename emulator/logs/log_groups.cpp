#include "emulator/logs/log_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/json.h"
#include "base/log.h"
#include "emulator/logs/errors.h"

namespace logs {
namespace log_records {

using base::Json;

std::string key_of(std::string_view account, std::string_view region, std::string_view name) {
  return fmt::format("{}/{}/{}", account, region, name);
}

Json encode(const Group& g) {
  return {{"account", g.account},
          {"region", g.region},
          {"name", g.name},
          {"created", g.created},
          {"bytes", g.stored_bytes},
          {"next", g.next_event},
          {"retention", g.retention_days ? Json(*g.retention_days) : Json()}};
}

Group decode_group(std::string_view text) {
  const Json j = Json::parse(text);
  const Json& retention = j.at("retention");
  return {.account = j.at("account").as_string(),
          .region = j.at("region").as_string(),
          .name = j.at("name").as_string(),
          .created = j.at("created").as_int(),
          .stored_bytes = j.at("bytes").as_int(),
          .next_event = j.at("next").as_unsigned(),
          .retention_days = retention.is_null() ? std::nullopt : std::optional<int>(int(retention.as_int()))};
}

Json encode(const Stream& s) {
  return {{"name", s.name},
          {"created", s.created},
          {"first", s.first_event},
          {"last", s.last_event},
          {"ingested", s.last_ingestion}};
}

Stream decode_stream(std::string_view text) {
  const Json j = Json::parse(text);
  return {.name = j.at("name").as_string(),
          .created = j.at("created").as_int(),
          .first_event = j.at("first").as_int(),
          .last_event = j.at("last").as_int(),
          .last_ingestion = j.at("ingested").as_int()};
}

// Group, NUL, time and sequence in digits that sort as they count.
std::string event_key(std::string_view group_key, std::string_view id) {
  return std::string(group_key) + '\0' + std::string(id);
}

// 26: what AWS counts an event besides its message. (PutLogEvents)
std::int64_t size_of(std::string_view message) { return static_cast<std::int64_t>(message.size()) + 26; }

std::string event_id(std::int64_t timestamp, std::uint64_t sequence) {
  return fmt::format("{:028}{:028}", timestamp, sequence);
}

}  // namespace log_records

using namespace log_records;

std::string Group::arn() const { return fmt::format("arn:aws:logs:{}:{}:log-group:{}", region, account, name); }

LogGroups::LogGroups(loop::Loop& loop, store::Store& store)
    : loop_(loop),
      store_(store),
      group_space_(store.space("logs/group")),
      stream_space_(store.space("logs/stream")),
      event_space_(store.space("logs/event")) {
  store_.each(group_space_, "", [&](std::string_view key, std::string_view value) {
    groups_[std::string(key)] = decode_group(value);
    return true;
  });
  expire();
}

void LogGroups::ensure(const std::string& account, const std::string& region, const std::string& name,
                       std::optional<int> retention_days) {
  const Key key = key_of(account, region, name);
  const auto found = groups_.find(key);
  Group group =
      found != groups_.end()
          ? found->second
          : Group{.account = account, .region = region, .name = name, .created = base::to_epoch_millis(loop_.now())};
  if (found != groups_.end() && group.retention_days == retention_days) return;
  group.retention_days = retention_days;
  store::Transaction transaction(store_);
  transaction.put(group_space_, key, encode(group).dump());
  transaction.commit();
  groups_[key] = group;
}

void LogGroups::create(const protocol::Call& call, const std::string& name) {
  if (name.empty() || name.size() > 512) throw invalid_parameter("logGroupName must have 1 to 512 characters");
  if (groups_.contains(key_of(call.account, call.region, name))) throw group_exists();
  ensure(call.account, call.region, name, std::nullopt);
}

Group& LogGroups::find_or_throw(const protocol::Call& call, const std::string& name) {
  const auto found = groups_.find(key_of(call.account, call.region, name));
  if (found == groups_.end()) throw group_not_found();
  return found->second;
}

const Group& LogGroups::get(const protocol::Call& call, const std::string& name) const {
  return const_cast<LogGroups*>(this)->find_or_throw(call, name);
}

void LogGroups::remove(const protocol::Call& call, const std::string& name) {
  const Group& group = find_or_throw(call, name);
  const Key key = key_of(group.account, group.region, group.name);
  store::Transaction transaction(store_);
  transaction.erase(group_space_, key);
  for (const store::Space space : {stream_space_, event_space_}) {
    store_.each(space, key + '\0', [&](std::string_view record, std::string_view) {
      transaction.erase(space, std::string(record));
      return true;
    });
  }
  transaction.commit();
  groups_.erase(key);
}

void LogGroups::set_retention(const protocol::Call& call, const std::string& name, std::optional<int> days) {
  constexpr int kAllowed[] = {1,   3,   5,   7,    14,   30,   60,   90,   120,  150,  180, 365,
                              400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, 0};
  if (days && std::ranges::find(kAllowed, *days) == std::end(kAllowed)) {
    throw invalid_parameter(
        "retentionInDays is not one of the values that CloudWatch Logs allows (1, 3, 5, 7, 14, 30, …)");
  }
  find_or_throw(call, name);
  ensure(call.account, call.region, name, days);
}

std::vector<const Group*> LogGroups::list(const protocol::Call& call, std::string_view prefix) const {
  std::vector<const Group*> result;
  const Key from = key_of(call.account, call.region, prefix);
  for (auto it = groups_.lower_bound(from); it != groups_.end() && it->first.starts_with(from); ++it)
    result.push_back(&it->second);
  return result;
}

void LogGroups::create_stream(const protocol::Call& call, const std::string& group, const std::string& stream) {
  find_or_throw(call, group);
  if (stream.empty() || stream.size() > 512 || stream.find_first_of(":*") != std::string::npos) {
    throw invalid_parameter("logStreamName must have 1 to 512 characters, none of them ':' or '*'");
  }
  const std::string key = key_of(call.account, call.region, group) + '\0' + stream;
  if (store_.get(stream_space_, key)) throw stream_exists();
  store::Transaction transaction(store_);
  transaction.put(stream_space_, key,
                  encode(Stream{.name = stream, .created = base::to_epoch_millis(loop_.now())}).dump());
  transaction.commit();
}

std::vector<Stream> LogGroups::streams(const protocol::Call& call, const std::string& group,
                                       std::string_view prefix) const {
  get(call, group);
  std::vector<Stream> result;
  store_.each(stream_space_, key_of(call.account, call.region, group) + '\0' + std::string(prefix),
              [&](std::string_view, std::string_view value) {
                result.push_back(decode_stream(value));
                return true;
              });
  return result;
}

void LogGroups::write(Group& group, const std::string& stream_name, const std::vector<Event>& events) {
  const Key key = key_of(group.account, group.region, group.name);
  const std::string stream_key = key + '\0' + stream_name;
  const std::int64_t now = base::to_epoch_millis(loop_.now());
  const auto stored = store_.get(stream_space_, stream_key);
  Stream stream = stored ? decode_stream(*stored) : Stream{.name = stream_name, .created = now};
  Group changed = group;
  store::Transaction transaction(store_);
  for (const Event& event : events) {
    stream.first_event = stream.first_event == 0 ? event.timestamp : std::min(stream.first_event, event.timestamp);
    stream.last_event = std::max(stream.last_event, event.timestamp);
    changed.stored_bytes += size_of(event.message);
    const base::Json record = {{"stream", stream_name}, {"ingested", now}, {"message", event.message}};
    transaction.put(event_space_, event_key(key, event_id(event.timestamp, changed.next_event++)), record.dump());
  }
  stream.last_ingestion = now;
  transaction.put(stream_space_, stream_key, encode(stream).dump());
  transaction.put(group_space_, key, encode(changed).dump());
  transaction.commit();
  group = changed;
}

void LogGroups::put(const protocol::Call& call, const std::string& group, const std::string& stream,
                    std::vector<Event> events) {
  Group& found = find_or_throw(call, group);
  if (!store_.get(stream_space_, key_of(call.account, call.region, group) + '\0' + stream)) throw stream_not_found();
  write(found, stream, events);
}

void LogGroups::append(const std::string& account, const std::string& region, const std::string& group,
                       const std::string& stream, const std::vector<std::string>& lines) {
  const Key key = key_of(account, region, group);
  if (!groups_.contains(key)) ensure(account, region, group, std::nullopt);
  std::vector<Event> events;
  const std::int64_t now = base::to_epoch_millis(loop_.now());
  for (const std::string& line : lines) events.push_back({.timestamp = now, .message = line});
  write(groups_.at(key), stream, events);
}

void LogGroups::each(const protocol::Call& call, const std::string& group, std::int64_t from, std::int64_t to,
                     std::string_view after, const std::function<bool(const Event&)>& visit) const {
  get(call, group);
  const Key key = key_of(call.account, call.region, group);
  std::string next =
      event_key(key, after.empty() ? event_id(std::max<std::int64_t>(from, 0), 0) : std::string(after) + '\0');
  const std::string end = to == std::numeric_limits<std::int64_t>::max()
                              ? store::prefix_end(key + '\0')
                              : event_key(key, event_id(std::max<std::int64_t>(to, 0), 0));
  constexpr std::size_t kPage = 500;
  for (;;) {
    const auto page = store_.scan(event_space_, next, end, kPage);
    for (const auto& [record_key, value] : page) {
      const base::Json j = base::Json::parse(value);
      const std::string id = record_key.substr(key.size() + 1);
      const Event event{.timestamp = std::stoll(id.substr(0, 28)),
                        .ingested = j.at("ingested").as_int(),
                        .stream = j.at("stream").as_string(),
                        .message = j.at("message").as_string(),
                        .id = id};
      if (!visit(event)) return;
    }
    if (page.size() < kPage) return;
    next = page.back().first + '\0';
  }
}

// What is left of more than 10,000 events comes the next hour.
void LogGroups::expire(Group& group) {
  if (!group.retention_days || *group.retention_days == 0) return;
  const Key key = key_of(group.account, group.region, group.name);
  const std::int64_t horizon = base::to_epoch_millis(loop_.now()) - std::int64_t{*group.retention_days} * 86'400'000;
  Group changed = group;
  store::Transaction transaction(store_);
  for (const auto& [record, value] :
       store_.scan(event_space_, key + '\0', event_key(key, event_id(horizon, 0)), 10'000)) {
    transaction.erase(event_space_, record);
    changed.stored_bytes -= size_of(Json::parse(value).at("message").as_string());
  }
  if (transaction.empty()) return;
  transaction.put(group_space_, key, encode(changed).dump());
  transaction.commit();
  group = changed;
}

void LogGroups::expire() {
  for (auto& [key, group] : groups_) {
    try {
      expire(group);
    } catch (const std::runtime_error& error) {  // store::WriteError, store::ReadError
      base::log_error("old log events stay for another hour", {{"group", group.name}, {"error", error.what()}});
    }
  }
  expiry_ = loop_.at(loop_.now() + std::chrono::hours(1), loop::TimerKind::kPeriodic, [this] { expire(); });
}

}  // namespace logs
