#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/json.h"
#include "domain/event_key.h"
#include "domain/order_registers.h"
#include "domain/stock_figure.h"

// The state that vendors' events lead to, an entity at a time.
//
// Of every entity the log is kept: what each event says of it, one entry for each (event id, record number), marked
// with the version of the contract that read it. The state is the fold of the log in the order of EventKey, kept beside
// it so that nobody has to read the log. An entry gives way to one of a newer version only, and a version that does not
// give the record any more leaves a mark in its place; so an event may be read again with a new contract, in any order
// and in any number of tries, while a late worker with the old one can bring nothing back.

namespace domain {

enum class EntityKind { kOrder, kStock };

// An order of a vendor, or a stock figure.
struct Entity {
  EntityKind kind = EntityKind::kOrder;
  std::string vendor_id = {};
  std::vector<std::string> parts = {};  // the order's id; or sku, location, bucket

  friend auto operator<=>(const Entity&, const Entity&) = default;
};

Entity entity_of(std::string_view vendor_id, const base::Json& record);
// "ord#acme#1001", "inv#acme#SKU-1#default#available"; '#' and '%' in a part are percent-encoded. A name that would be
// longer than a key may be (2,048 bytes) ends in the digest of its parts.
std::string name_of(const Entity& entity);

// What one event says of one entity.
struct LogEntry {
  EventKey key = {};  // of a mark only event_id and record count
  std::int64_t version = 0;
  base::Json record = {};  // null: the mark of a record that is not given any more
};

// Which entry it is: an event's n-th record.
using EntryName = std::pair<std::string, std::int64_t>;
inline EntryName name_of(const LogEntry& entry) { return {entry.key.event_id, entry.key.record}; }

using EntityState = std::variant<OrderRegisters, StockFigure>;
bool is_empty(const EntityState& state);
base::Json to_json(const EntityState& state);
EntityState parse_state(EntityKind kind, const base::Json& json);

// Brings entries into a state.
//
//   StateChange change(entity.kind, entries);
//   change.see(state, versions);                       // what is stored
//   if (change.wants_log()) { for (entry : log, latest first) if (!change.read(entry)) break; }
//   if (!change.entries().empty()) store change.state() and change.entries(), if nobody was faster
class StateChange {
 public:
  StateChange(EntityKind kind, std::vector<LogEntry> entries) : kind_(kind), entries_(std::move(entries)) {}

  // `stored`: nothing where there is no state yet. `versions`: of those of the entries that are in the log.
  void see(const std::optional<EntityState>& stored, const std::map<EntryName, std::int64_t>& versions);
  // The state alone does not tell: the log must be read.
  bool wants_log() const { return wants_log_; }
  // Entries from the log, in descending (effective time, sequence). False: nothing older matters.
  bool read(LogEntry entry);

  const std::vector<LogEntry>& entries() const { return entries_; }  // those that are new
  EntityState state() const;

 private:
  bool is_among_new(const EntryName& name) const;

  EntityKind kind_;
  std::vector<LogEntry> entries_;
  std::optional<EntityState> state_ = {};
  bool wants_log_ = false;
  std::vector<LogEntry> log_ = {};
  std::optional<EventKey> base_ = {};  // the latest snapshot or count that was read
};

}  // namespace domain
