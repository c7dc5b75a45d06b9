#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.h"
#include "contracts/violation.h"

namespace contracts {

// A vendor's body, read strictly.
struct RawDocument {
  // What `accepts` judges: numbers are numbers (integers of up to 15 digits exactly, all others as doubles).
  base::Json value = {};
  // What the mapping sees, where that differs: each number that is not a plain integer of at most 15 digits is the text
  // that it was written as ("5.10", "820982911946154508", "-0"), because no double holds it.
  std::optional<base::Json> with_lexemes = {};

  const base::Json& mapping_input() const { return with_lexemes ? *with_lexemes : value; }
};

inline constexpr std::size_t kMaxPayloadBytes = 8u << 20;
inline constexpr std::size_t kMaxDepth = 128;  // nested containers

// Reads RFC 8259 with the rules of I-JSON (RFC 7493) on top. One leading byte order mark is skipped.
//
// Violations, all of stage syntax: `size`, `utf8`, `json` and `depth` end reading at once and have no path; else every
// `duplicate-key`, `lone-surrogate` and `number-range` (infinite as a double) is listed, each at its path.
std::variant<RawDocument, std::vector<Violation>> parse_raw(std::string_view bytes);

}  // namespace contracts
