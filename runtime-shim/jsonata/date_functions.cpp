#include "base/time.h"
#include "jsonata/builtins.h"
namespace jsonata {
namespace date_functions_detail {
using Arguments = std::span<const Value>;
Value from_millis(Evaluator& evaluator, Arguments arguments) {
  if (!arguments[0].is_number()) return {};
  return evaluator.arena().text(
      base::format_iso8601(base::from_epoch_millis(static_cast<std::int64_t>(arguments[0].as_number()))));
}
constexpr BuiltinRow kFunctions[] = {{"fromMillis", "<n-s?s?:s>", 3, from_millis}};
}  // namespace date_functions_detail
std::span<const BuiltinRow> date_functions() { return date_functions_detail::kFunctions; }
std::string format_number(double, std::string_view, const Value&) { fail("D3080"); }
}  // namespace jsonata
