#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/patterns/json_tokens.h"

namespace events {

// A path into an event as targets use it: "$.detail.items[0].id", "$.detail['order id']", "$.detail.items[*].id".
class JsonPath {
 public:
  static std::optional<JsonPath> parse(std::string_view text);

  // The value it leads to, as it is spelled in `json`; nothing where there is none. Where the path holds an asterisk,
  // an array of all values. Throws JsonTextError.
  std::optional<std::string> select(std::string_view json) const;

 private:
  struct Step {
    enum class Kind { kName, kIndex, kAny } kind = Kind::kName;
    std::string name = {};
    std::size_t index = 0;
  };
  struct Walk;
  std::vector<Step> steps_ = {};
};

}  // namespace events
