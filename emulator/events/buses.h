#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/events/bus.h"
#include "emulator/loop/loop.h"
#include "emulator/protocol/call.h"
#include "emulator/store/store.h"

namespace events {

// The event buses, by ARN. Every account has one in every region that is called default and is always there.
class Buses {
 public:
  Buses(loop::Loop& loop, store::Store& store);

  // Makes it, or brings what is there up to the description. For the template.
  void ensure(Bus bus);
  const Bus& create(Bus bus);  // throws already_exists()
  void save(Bus bus);          // of one that exists
  void remove(const Bus& bus);

  // By name or ARN; empty: the default one. find() gives null, get() throws bus_not_found().
  const Bus* find(const protocol::Call& call, std::string_view name_or_arn);
  const Bus& get(const protocol::Call& call, std::string_view name_or_arn);
  std::vector<const Bus*> list(const protocol::Call& call, std::string_view prefix);  // by name

 private:
  const Bus& default_bus(const std::string& account, const std::string& region);

  loop::Loop& loop_;
  store::Store& store_;
  store::Space space_ = {};
  std::map<std::string, Bus, std::less<>> buses_ = {};
};

// What a name of a bus as callers write it comes to: an ARN, also where there is none of that name.
std::string bus_arn(const protocol::Call& call, std::string_view name_or_arn);

}  // namespace events
