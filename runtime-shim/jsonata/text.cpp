#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "jsonata/evaluator.h"

// Values as text: numbers as JavaScript writes them, everything else as JSON.

namespace jsonata {
namespace text_detail {

// The shortest digits that read back as the same number, and where the point stands: 0.digits × 10^point.
struct Digits {
  char text[20] = {};
  int count = 0;
  int point = 0;
};

Digits shortest_digits(double value) {
  char scientific[40];
  const char* end = std::to_chars(scientific, scientific + sizeof scientific, value, std::chars_format::scientific).ptr;
  Digits digits;
  const char* at = scientific;
  for (; at < end && *at != 'e'; ++at) {
    if (*at != '.') digits.text[digits.count++] = *at;
  }
  int exponent = 0;
  const char* first = at + 1;
  if (first < end && *first == '+') ++first;
  std::from_chars(first, end, exponent);
  digits.point = exponent + 1;
  return digits;
}

}  // namespace text_detail

// Number::toString of ECMA-262.
std::string number_to_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value == 0) return "0";
  std::string out = value < 0 ? "-" : "";
  const text_detail::Digits digits = text_detail::shortest_digits(std::abs(value));
  const int count = digits.count, point = digits.point;
  const auto size = [](int n) { return static_cast<std::size_t>(n); };
  if (count <= point && point <= 21) {
    out.append(digits.text, size(count)).append(size(point - count), '0');
  } else if (0 < point && point <= 21) {
    out.append(digits.text, size(point)).append(".").append(digits.text + point, size(count - point));
  } else if (-6 < point && point <= 0) {
    out.append("0.").append(size(-point), '0').append(digits.text, size(count));
  } else {
    out += digits.text[0];
    if (count > 1) out.append(".").append(digits.text + 1, size(count - 1));
    out += point > 0 ? "e+" : "e-";
    out += std::to_string(std::abs(point - 1));
  }
  return out;
}

// Number(value.toPrecision(15)). JavaScript rounds a tie up, the C library to even; only such a tie needs all its
// digits.
double to_precision_15(double value) {
  if (!std::isfinite(value) || value == 0) return value;
  if (std::abs(value) < 1e15 && value == std::trunc(value)) return value;
  if (text_detail::shortest_digits(std::abs(value)).count <= 15) return value;
  char exact[1200];
  std::snprintf(exact, sizeof exact, "%.800e", std::abs(value));
  std::string digits(1, exact[0]);
  digits.append(exact + 2, 14);
  const bool up = exact[16] >= '5';
  const std::string exponent(std::string(exact).substr(std::string(exact).find('e')));
  std::string text = digits.substr(0, 1) + "." + digits.substr(1) + exponent;
  if (up) {
    // One more in the last place: as an integer of 15 digits.
    const std::uint64_t mantissa = std::strtoull(digits.c_str(), nullptr, 10) + 1;
    text = std::to_string(mantissa) + "e" + std::to_string(std::atoi(exponent.c_str() + 1) - 14);
  }
  const double rounded = std::strtod(text.c_str(), nullptr);
  return value < 0 ? -rounded : rounded;
}

namespace text_detail {

class Writer {
 public:
  Writer(Evaluator& evaluator, bool pretty) : evaluator_(evaluator), pretty_(pretty) {}

  std::string take() { return std::move(out_); }

  void write(const Value& value, std::size_t depth) {
    if (depth > kMaxValueDepth) fail_for_depth();
    if (out_.size() > evaluator_.limits().memory_bytes) fail("U1002");
    evaluator_.spend(1);
    switch (value.kind()) {
      case Kind::kBool:
        out_ += value.as_bool() ? "true" : "false";
        break;
      case Kind::kNumber:
        write_number(value);
        break;
      case Kind::kString:
        write_string(value.as_string());
        break;
      case Kind::kFunction:
        out_ += "\"\"";
        break;
      case Kind::kTuple:
        write(value.as_tuple()->context(), depth);
        break;
      case Kind::kArray:
        write_array(value, depth);
        break;
      case Kind::kObject:
        write_object(value, depth);
        break;
      default:
        out_ += "null";
    }
  }

 private:
  Evaluator& evaluator_;
  bool pretty_;
  std::string out_ = {};

  void write_number(const Value& value) {
    // Inside a structure a number that is none is null; infinity is refused, as is_numeric does.
    out_ += is_numeric(value) ? number_to_text(to_precision_15(value.as_number())) : "null";
  }

  // JSON.stringify: half a surrogate pair is written as an escape.
  void write_string(std::string_view text) {
    std::size_t from = 0;
    if (text.find('\xED') == std::string_view::npos) {
      out_ += base::quote_json(text);
      return;
    }
    out_ += '"';
    for (std::size_t at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1)) {
      if (at + 2 >= text.size() || static_cast<unsigned char>(text[at + 1]) < 0xA0) continue;
      append_inner(text.substr(from, at - from));
      char escape[8];
      const auto b1 = static_cast<unsigned char>(text[at + 1]), b2 = static_cast<unsigned char>(text[at + 2]);
      std::snprintf(escape, sizeof escape, "\\u%04x", 0xD000u | (b1 & 0x3Fu) << 6 | (b2 & 0x3Fu));
      out_ += escape;
      from = at + 3;
    }
    append_inner(text.substr(from));
    out_ += '"';
  }
  void append_inner(std::string_view text) {
    const std::string quoted = base::quote_json(text);
    out_.append(quoted, 1, quoted.size() - 2);
  }

  void break_line(std::size_t depth) {
    if (!pretty_) return;
    out_ += '\n';
    out_.append(2 * depth, ' ');
  }

  void write_array(const Value& value, std::size_t depth) {
    out_ += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out_ += ',';
      break_line(depth + 1);
      write(value.at(i), depth + 1);
    }
    if (value.size() > 0) break_line(depth);
    out_ += ']';
  }

  void write_object(const Value& value, std::size_t depth) {
    out_ += '{';
    bool first = true;
    for_each_member(value, [&](std::string_view name, const Value& member) {
      if (member.is_undefined()) return;
      if (!first) out_ += ',';
      first = false;
      break_line(depth + 1);
      write_string(name);
      out_ += pretty_ ? ": " : ":";
      write(member, depth + 1);
    });
    if (!first) break_line(depth);
    out_ += '}';
  }
};

}  // namespace text_detail

Value to_text(Evaluator& evaluator, const Value& value, bool pretty) {
  switch (value.kind()) {
    case Kind::kUndefined:
    case Kind::kString:
      return value;
    case Kind::kFunction:
      return Value::string("");
    case Kind::kBool:
      return Value::string(value.as_bool() ? "true" : "false");
    case Kind::kNumber:
      if (std::isinf(value.as_number()) || std::isnan(value.as_number())) fail("D3001", value);
      return evaluator.arena().text(number_to_text(to_precision_15(value.as_number())));
    default:
      break;
  }
  const Array* own = value.own_array();
  text_detail::Writer writer(evaluator, pretty);
  writer.write(own && own->outer_wrapper ? own->data[0] : value, 0);
  return evaluator.arena().text(writer.take());
}

}  // namespace jsonata
