#include <algorithm>
#include <cmath>

#include "jsonata/builtins.h"
#include "jsonata/letter_case.h"
#include "jsonata/utf.h"

// $string, $substring and what else takes text apart and puts it together. Positions count code points.

namespace jsonata {
namespace string_functions_detail {

using Arguments = std::span<const Value>;

Value string(Evaluator& evaluator, Arguments arguments) {
  const bool pretty = arguments[1].is_bool() && arguments[1].as_bool();
  return to_text(evaluator, arguments[0], pretty);
}

// As Array.prototype.slice reads an index: a fraction is cut, a negative one counts from the end.
std::size_t slice_index(double index, std::size_t size) {
  index = std::isnan(index) ? 0 : std::trunc(index);
  const auto length = static_cast<double>(size);
  if (index < 0) index = std::max(0.0, length + index);
  return static_cast<std::size_t>(std::min(index, length));
}

std::string_view slice(std::string_view text, std::size_t from, std::size_t to) {
  if (from >= to) return {};
  const std::size_t start = offset_of_code_point(text, from);
  return text.substr(start, offset_of_code_point(text.substr(start), to - from));
}

Value substring(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  const std::string_view text = arguments[0].as_string();
  const std::size_t size = code_points(text);
  evaluator.spend(text.size() / 16);
  const auto length = static_cast<double>(size);
  double start = arguments[1].is_number() ? arguments[1].as_number() : std::nan("");  // as JavaScript computes
  if (length + start < 0) start = 0;
  if (arguments[2].is_undefined()) return Value::string(slice(text, slice_index(start, size), size));
  const double wanted = arguments[2].as_number();
  if (wanted <= 0) return Value::string("");
  const double end = start >= 0 ? start + wanted : length + start + wanted;
  return Value::string(slice(text, slice_index(start, size), slice_index(end, size)));
}

// What a missing text is searched for as: JavaScript makes "undefined" of it.
std::string_view needle(const Value& value) { return value.is_string() ? value.as_string() : "undefined"; }

Value substring_before(Evaluator&, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  const std::string_view text = arguments[0].as_string();
  return Value::string(text.substr(0, text.find(needle(arguments[1]))));
}

Value substring_after(Evaluator&, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  const std::string_view text = arguments[0].as_string(), mark = needle(arguments[1]);
  const std::size_t at = text.find(mark);
  return at == std::string_view::npos ? arguments[0] : Value::string(text.substr(at + mark.size()));
}

Value lowercase(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  return evaluator.arena().text(lower_case(arguments[0].as_string()));
}

Value uppercase(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  return evaluator.arena().text(upper_case(arguments[0].as_string()));
}

Value length(Evaluator&, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  return Value::number(static_cast<double>(code_points(arguments[0].as_string())));
}

Value trim(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  std::string out;
  bool blank = false;
  for (const char c : arguments[0].as_string()) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += c;
  }
  return evaluator.arena().text(out);
}

Value pad(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  const std::string_view text = arguments[0].as_string();
  const double width = arguments[1].is_number() ? arguments[1].as_number() : 0;
  std::string_view filler = arguments[2].is_string() ? arguments[2].as_string() : " ";
  if (filler.empty()) filler = " ";
  const double missing = std::abs(width) - static_cast<double>(code_points(text));
  if (!(missing > 0)) return arguments[0];
  if (missing * static_cast<double>(filler.size()) > static_cast<double>(evaluator.limits().memory_bytes))
    fail("U1002");
  if (missing != std::trunc(missing)) fail("D3001", arguments[1]);  // an invalid array length, in the reference
  evaluator.spend(static_cast<std::uint64_t>(missing));
  std::string padding;
  const std::size_t per_filler = std::max<std::size_t>(1, code_points(filler));  // bytes that are no UTF-8 count 0
  const auto count = static_cast<std::size_t>(missing);
  for (std::size_t done = 0; done < count; done += per_filler) padding += filler;
  padding.resize(offset_of_code_point(padding, count));
  return width > 0 ? evaluator.arena().concatenated(text, padding) : evaluator.arena().concatenated(padding, text);
}

Value join(Evaluator& evaluator, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  const std::string_view separator = arguments[1].is_string() ? arguments[1].as_string() : "";
  std::string out;
  for (std::size_t i = 0; i < arguments[0].size(); ++i) {
    if (i > 0) append_utf16_text(out, separator);
    append_utf16_text(out, arguments[0].at(i).as_string());
    if (out.size() > evaluator.limits().memory_bytes) fail("U1002");
  }
  return evaluator.arena().text(out);
}

constexpr BuiltinRow kFunctions[] = {
    {"string", "<x-b?:s>", 1, string},
    {"substring", "<s-nn?:s>", 3, substring},
    {"substringBefore", "<s-s:s>", 2, substring_before},
    {"substringAfter", "<s-s:s>", 2, substring_after},
    {"lowercase", "<s-:s>", 1, lowercase},
    {"uppercase", "<s-:s>", 1, uppercase},
    {"length", "<s-:n>", 1, length},
    {"trim", "<s-:s>", 1, trim},
    {"pad", "<s-ns?:s>", 3, pad},
    {"join", "<a<s>s?:s>", 2, join},
};

}  // namespace string_functions_detail

std::span<const BuiltinRow> string_functions() { return string_functions_detail::kFunctions; }

}  // namespace jsonata
