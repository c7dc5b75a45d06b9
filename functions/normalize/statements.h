#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "domain/vendor_state.h"

namespace normalize {

// What an event's envelope says of each entity; with `before`, the envelope that an older version of the contract made
// of the same event, also the marks for the records that are not given any more. `key` is where the envelope lies:
// lines too many for an item are told by reference, {"canonicalKey", "record"}.
std::map<domain::Entity, std::vector<domain::LogEntry>> statements_of(const base::Json& envelope, std::string_view key,
                                                                      const base::Json* before = nullptr);

}  // namespace normalize
