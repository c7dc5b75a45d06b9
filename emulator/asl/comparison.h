#pragma once

#include <string_view>

#include "base/json.h"

// The table of Choice's comparison operators.

namespace asl {

using base::Json;

// What the right-hand side must be, in the definition and at run time.
enum class ComparisonKind { kText, kNumber, kBoolean, kTimestamp, kTest };

struct Comparison {
  std::string_view name = {};
  ComparisonKind kind = ComparisonKind::kText;
  // Both sides are of the kind when it is called; tests (IsNull...) get whatever there is and whether that is wanted.
  bool (*holds)(const Json& variable, const Json& value) = nullptr;
};

const Comparison* find_comparison(std::string_view name);

// Whether `value` can stand on the right of it.
bool accepts(const Comparison& comparison, const Json& value);
// Whether it holds. Values of another kind than the operator's do not match; they are no error.
bool compare(const Comparison& comparison, const Json& variable, const Json& value);

}  // namespace asl
