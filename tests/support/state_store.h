#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "domain/vendor_state.h"

namespace support {

// The table VendorState in memory, with what its conditions refuse. Two writers may meet on it: between reading and
// writing, `meanwhile` is called.
class StateStore {
 public:
  // Applies as ports/vendor_states does. Returns how many tries it took.
  template <typename Meanwhile>
  int apply(const domain::Entity& entity, const std::vector<domain::LogEntry>& entries, Meanwhile&& meanwhile) {
    for (int tries = 1;; ++tries) {
      const Item& item = items_[entity];
      const int revision = item.revision;
      domain::StateChange change(entity.kind, entries);
      std::map<domain::EntryName, std::int64_t> versions;
      for (const auto& entry : entries) {
        if (const auto known = item.log.find(name_of(entry)); known != item.log.end())
          versions[known->first] = known->second.version;
      }
      change.see(item.state, versions);
      if (change.entries().empty()) return tries;
      if (change.wants_log()) read_log(item, change);
      meanwhile();
      Item& now = items_[entity];
      if (now.revision != revision) continue;
      ++now.revision;
      // As it is stored: what cannot be read back would show here.
      const auto state = change.state();
      now.state.reset();
      if (!is_empty(state)) now.state = domain::parse_state(entity.kind, base::Json::parse(to_json(state).dump()));
      for (const auto& entry : change.entries()) now.log[name_of(entry)] = entry;
      return tries;
    }
  }
  void apply(const domain::Entity& entity, const std::vector<domain::LogEntry>& entries) {
    apply(entity, entries, [] {});
  }

  std::map<domain::Entity, domain::EntityState> states() const {
    std::map<domain::Entity, domain::EntityState> states;
    for (const auto& [entity, item] : items_) {
      if (item.state) states.emplace(entity, *item.state);
    }
    return states;
  }
  int log_reads() const { return log_reads_; }

 private:
  struct Item {
    int revision = 0;
    std::optional<domain::EntityState> state = {};
    std::map<domain::EntryName, domain::LogEntry> log = {};
  };

  // As the index gives it: by effective time and sequence, latest first, and no more than that.
  void read_log(const Item& item, domain::StateChange& change) {
    ++log_reads_;
    std::vector<domain::LogEntry> log;
    for (const auto& [name, entry] : item.log) {
      if (!entry.record.is_null()) log.push_back(entry);
    }
    const auto moment = [](const domain::LogEntry& entry) {
      return std::tie(entry.key.effective_at, entry.key.sequence);
    };
    std::stable_sort(log.begin(), log.end(), [&](const auto& a, const auto& b) { return moment(b) < moment(a); });
    for (auto& entry : log) {
      if (!change.read(std::move(entry))) return;
    }
  }

  std::map<domain::Entity, Item> items_ = {};
  int log_reads_ = 0;
};

}  // namespace support
