#include "emulator/events/buses.h"

#include <fmt/format.h>

#include "emulator/events/errors.h"

namespace events {

std::string bus_arn(const protocol::Call& call, std::string_view name_or_arn) {
  if (name_or_arn.starts_with("arn:")) return std::string(name_or_arn);
  return protocol::make_arn("events", call,
                            fmt::format("event-bus/{}", name_or_arn.empty() ? kDefaultBus : name_or_arn));
}

Buses::Buses(loop::Loop& loop, store::Store& store) : loop_(loop), store_(store), space_(store.space("events/bus")) {
  store_.each(space_, "", [&](std::string_view key, std::string_view value) {
    buses_[std::string(key)] = decode_bus(value);
    return true;
  });
}

void Buses::save(Bus bus) {
  bus.modified = loop_.now();
  store::Transaction transaction(store_);
  transaction.put(space_, bus.arn(), encode(bus).dump());
  transaction.on_commit([&] { buses_[bus.arn()] = bus; });
  transaction.commit();
}

void Buses::ensure(Bus bus) {
  const auto there = buses_.find(bus.arn());
  if (there == buses_.end()) {
    create(std::move(bus));
    return;
  }
  bus.created = there->second.created;
  if (bus.policy.is_null()) bus.policy = there->second.policy;
  if (!(encode(Bus(bus)).set("modified", 0) == encode(there->second).set("modified", 0))) save(std::move(bus));
}

const Bus& Buses::create(Bus bus) {
  const std::string arn = bus.arn();
  if (buses_.contains(arn) || bus.name == kDefaultBus) throw already_exists(fmt::format("Event bus {}", bus.name));
  bus.created = loop_.now();
  save(std::move(bus));
  return buses_.at(arn);
}

void Buses::remove(const Bus& bus) {
  const std::string arn = bus.arn();
  store::Transaction transaction(store_);
  transaction.erase(space_, arn);
  transaction.commit();
  buses_.erase(arn);
}

const Bus& Buses::default_bus(const std::string& account, const std::string& region) {
  Bus bus{.account = account, .region = region, .name = std::string(kDefaultBus), .created = loop_.now()};
  const std::string arn = bus.arn();
  if (!buses_.contains(arn)) save(std::move(bus));
  return buses_.at(arn);
}

const Bus* Buses::find(const protocol::Call& call, std::string_view name_or_arn) {
  const std::string arn = bus_arn(call, name_or_arn);
  if (const auto found = buses_.find(arn); found != buses_.end()) return &found->second;
  const Arn parts = parse_arn(arn);
  if (parts.kind == "event-bus" && parts.rest == kDefaultBus) return &default_bus(parts.account, parts.region);
  return nullptr;
}

const Bus& Buses::get(const protocol::Call& call, std::string_view name_or_arn) {
  const Bus* found = find(call, name_or_arn);
  if (found) return *found;
  const Arn parts = parse_arn(name_or_arn);
  throw bus_not_found(parts.rest.empty() ? name_or_arn : parts.rest);
}

std::vector<const Bus*> Buses::list(const protocol::Call& call, std::string_view prefix) {
  default_bus(call.account, call.region);
  std::vector<const Bus*> result;
  const std::string from = bus_arn(call, "").substr(0, bus_arn(call, "").size() - kDefaultBus.size());
  for (auto it = buses_.lower_bound(from); it != buses_.end() && it->first.starts_with(from); ++it) {
    if (it->second.name.starts_with(prefix)) result.push_back(&it->second);
  }
  return result;
}

}  // namespace events
