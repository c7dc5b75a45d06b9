#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "domain/event_key.h"

namespace domain {

// One stock figure: the last absolute count and all later deltas. Without any count the base is 0 and `has_base` false.
class StockFigure {
 public:
  // A record that is not in it yet. False, and nothing has changed, where the deltas after a count that came late must
  // be read again to tell.
  bool add(const EventKey& key, const base::Json& record);

  bool empty() const { return !newest_; }
  const std::string& quantity() const { return quantity_; }  // decimal text
  bool has_base() const { return count_.has_value(); }
  std::string effective_at() const { return newest_ ? newest_->effective_at : ""; }

  // {"quantity", "base", "effectiveAt", "newest": key, "count"?: key}
  friend base::Json to_json(const StockFigure& figure);
  static StockFigure parse(const base::Json& json);  // throws JsonError

 private:
  std::string quantity_ = "0";
  std::optional<EventKey> newest_ = {};  // of all that was ever said of it
  std::optional<EventKey> count_ = {};   // the latest absolute figure
};

}  // namespace domain
