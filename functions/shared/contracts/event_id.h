#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/contract.h"

namespace contracts {

using FindHeader = std::function<std::optional<std::string>(std::string_view name)>;

// The id that an event's sender gave it, as the contract's rules say: the first that finds a text which is not empty
// wins. From the body a text counts as it is and a number as the text it was written as; what is not JSON has nothing
// in it. The rule sha256 always finds: the hex of the body's digest. Nothing where no rule finds any.
std::optional<std::string> find_event_id(const std::vector<EventIdRule>& rules, const FindHeader& find_header,
                                         std::string_view body);

}  // namespace contracts
