#include "jsonata/utf.h"

#include <algorithm>

namespace jsonata {
namespace utf_detail {

unsigned char byte(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

bool continues(std::string_view text, std::size_t at) { return at < text.size() && (byte(text, at) & 0xC0) == 0x80; }

}  // namespace utf_detail

using utf_detail::byte;
using utf_detail::continues;

std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const std::uint32_t first = byte(text, at);
  const auto low = [&](std::size_t offset) { return static_cast<std::uint32_t>(byte(text, at + offset) & 0x3F); };
  std::uint32_t result = first;
  std::size_t length = 1;
  if (first >= 0xF0 && continues(text, at + 1) && continues(text, at + 2) && continues(text, at + 3)) {
    result = (first & 7) << 18 | low(1) << 12 | low(2) << 6 | low(3);
    length = 4;
  } else if (first >= 0xE0 && first < 0xF0 && continues(text, at + 1) && continues(text, at + 2)) {
    result = (first & 15) << 12 | low(1) << 6 | low(2);
    length = 3;
  } else if (first >= 0xC0 && first < 0xE0 && continues(text, at + 1)) {
    result = (first & 31) << 6 | low(1);
    length = 2;
  }
  at += length;
  return result;
}

void append_code_point(std::string& out, std::uint32_t c) {
  const auto put = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 63));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 63));
    put(0x80 | (c & 63));
  } else {
    put(0xF0 | (c >> 18 & 7));
    put(0x80 | (c >> 12 & 63));
    put(0x80 | (c >> 6 & 63));
    put(0x80 | (c & 63));
  }
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool ends_with_high_surrogate(std::string_view text) {
  const std::size_t n = text.size();
  return n >= 3 && byte(text, n - 3) == 0xED && (byte(text, n - 2) & 0xF0) == 0xA0;
}

bool starts_with_low_surrogate(std::string_view text) {
  return text.size() >= 3 && byte(text, 0) == 0xED && (byte(text, 1) & 0xF0) == 0xB0;
}

void append_utf16_text(std::string& out, std::string_view text) {
  if (ends_with_high_surrogate(out) && starts_with_low_surrogate(text)) {
    std::size_t at = out.size() - 3;
    const std::uint32_t high = next_code_point(out, at);
    at = 0;
    const std::uint32_t low = next_code_point(text, at);
    out.resize(out.size() - 3);
    append_code_point(out, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
    text.remove_prefix(3);
  }
  out += text;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto b = static_cast<unsigned char>(c);
    units += (b & 0xC0) == 0x80 ? 0u : b >= 0xF0 ? 2u : 1u;
  }
  return units;
}

std::size_t offset_of_code_point(std::string_view text, std::size_t number) {
  std::size_t at = 0;
  while (at < text.size() && number > 0) {
    ++at;
    while (continues(text, at)) ++at;
    --number;
  }
  return at;
}

std::u16string to_utf16(std::string_view text) {
  std::u16string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t c = next_code_point(text, at);
    if (c >= 0x10000) {
      out += static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10 & 0x3FF));
      out += static_cast<char16_t>(0xDC00 + (c & 0x3FF));
    } else {
      out += static_cast<char16_t>(c);
    }
  }
  return out;
}

std::string from_utf16(std::u16string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint32_t c = text[i];
    if (c >= 0xD800 && c < 0xDC00 && i + 1 < text.size() && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10) + (static_cast<std::uint32_t>(text[++i]) - 0xDC00);
    }
    append_code_point(out, c);
  }
  return out;
}

int compare_utf16(std::string_view a, std::string_view b) {
  const auto [left, right] = std::ranges::mismatch(a, b);
  if (left == a.end() || right == b.end()) return left != a.end() ? 1 : right != b.end() ? -1 : 0;
  const auto x = static_cast<unsigned char>(*left), y = static_cast<unsigned char>(*right);
  // Of two characters the one beyond U+FFFF begins with a surrogate, which comes before U+E000 and what follows.
  const bool x_far = x >= 0xF0, y_far = y >= 0xF0;
  if (x_far != y_far) return x_far ? (y >= 0xEE ? -1 : 1) : (x >= 0xEE ? 1 : -1);
  return x < y ? -1 : 1;
}

}  // namespace jsonata
