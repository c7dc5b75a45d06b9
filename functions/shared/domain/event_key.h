#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "base/json.h"

namespace domain {

// Where a record stands among all that was ever said of an order or of a stock figure: by the time at which it was
// true, the vendor's own sequence (none comes before any), the event's id (code points), and the record's number in its
// event. Nothing in it is of the arrival, so every order of arrival leads to one state.
struct EventKey {
  std::string effective_at = {};  // UTC with milliseconds: text order is time order
  std::optional<std::uint64_t> sequence = {};
  std::string event_id = {};
  std::int64_t record = 0;

  friend auto operator<=>(const EventKey&, const EventKey&) = default;
  friend bool operator==(const EventKey&, const EventKey&) = default;
};

// `record` is an order.v1 or an inventory.v1.
EventKey key_of(const base::Json& record, std::string_view event_id, std::int64_t number);

base::Json to_json(const EventKey& key);           // [effectiveAt, sequence | null, eventId, record]
EventKey parse_event_key(const base::Json& json);  // throws JsonError

}  // namespace domain
