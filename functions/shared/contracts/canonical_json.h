#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace contracts {

// The one spelling of a JSON value: members sorted by their names' UTF-16 code units, no blanks, the fewest escapes,
// numbers as ECMAScript prints doubles. (RFC 8785, JSON Canonicalization Scheme)
std::string canonical_json(const base::Json& value);

// How two UTF-8 texts compare by UTF-16 code units, as JavaScript's `<` does: negative, 0 or positive. Characters above
// U+FFFF (surrogates there) come before U+E000 to U+FFFF, which is all that differs from the order of bytes.
int compare_code_units(std::string_view a, std::string_view b);

// A double as ECMAScript's Number::toString prints it. Finite numbers only.
std::string print_number(double number);

}  // namespace contracts
