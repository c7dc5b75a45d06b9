#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/events/rule.h"
#include "emulator/loop/loop.h"
#include "emulator/store/store.h"

namespace events {

// The rules of all buses.
class Rules {
 public:
  Rules(loop::Loop& loop, store::Store& store);

  // Makes it, or gives what is there these settings: its targets and tags stay. Compiles the pattern.
  // Throws invalid_pattern().
  void put(Rule rule);
  // The rule as it is given, targets and tags too.
  void save(Rule rule);
  void remove(const Rule& rule);

  const Rule* find(std::string_view bus_arn, std::string_view name) const;
  const Rule* find_by_arn(std::string_view rule_arn) const;
  std::vector<const Rule*> of(std::string_view bus_arn) const;  // by name
  // All, of every bus.
  void each(const std::function<void(const Rule&)>& visit) const;

  // Told of every rule that was changed or made (its new state) or removed (null).
  void on_change(std::function<void(const std::string& rule_arn, const Rule* rule)> told) { told_ = std::move(told); }

 private:
  static std::string key_of(const Rule& rule);

  loop::Loop& loop_;
  store::Store& store_;
  store::Space space_ = {};
  std::map<std::string, std::map<std::string, Rule, std::less<>>, std::less<>> rules_ = {};  // by the bus's ARN, name
  std::function<void(const std::string&, const Rule*)> told_ = {};
};

}  // namespace events
