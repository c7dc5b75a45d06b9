#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/json.h"
#include "domain/event_key.h"

namespace domain {

// An order as all its events together say it is: each field, and each member of totals, is a register of its own, and
// the latest event that names it wins. A whole snapshot (complete) also clears what it does not name and what is older.
class OrderRegisters {
 public:
  // A record that is not in it yet; in any order, and twice does no harm.
  void add(const EventKey& key, const base::Json& record);

  bool empty() const { return fields_.empty(); }
  // The fields and their values, totals as one object; `complete` and `sequence` belong to events, not to orders.
  base::Json order() const;

  // {"order", "events": [key…], "fields": {name: index into events}, "cleared"?: key}
  friend base::Json to_json(const OrderRegisters& registers);
  static OrderRegisters parse(const base::Json& json);  // throws JsonError

 private:
  struct Register {
    EventKey key = {};
    base::Json value = {};
  };
  void set(const std::string& field, const EventKey& key, const base::Json& value);

  std::map<std::string, Register> fields_ = {};  // a member of totals is "totals.<name>"
  std::optional<EventKey> cleared_ = {};         // by the latest snapshot
};

}  // namespace domain
