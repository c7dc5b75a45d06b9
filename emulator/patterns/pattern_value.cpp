#include "emulator/patterns/pattern_value.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "emulator/patterns/pattern.h"

namespace patterns {
namespace {

// Digits without zeros at either end, and the power of ten of the first: equal for equal numbers.
std::pair<std::string, long> normal_form(std::string_view number) {
  std::string digits;
  if (number.starts_with('-')) number.remove_prefix(1);
  const auto exponent_at = number.find_first_of("eE");
  long power = 0;
  if (exponent_at != std::string_view::npos) {
    std::string_view text = number.substr(exponent_at + 1);
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), power);
    if (error != std::errc()) power = text.starts_with('-') ? -1'000'000 : 1'000'000;
    number = number.substr(0, exponent_at);
  }
  const auto point = std::min(number.find('.'), number.size());
  power += static_cast<long>(point);
  for (const char c : number) {
    if (c != '.') digits += c;
  }
  const auto first = digits.find_first_not_of('0');
  if (first == std::string::npos) return {};
  digits.erase(digits.find_last_not_of('0') + 1);
  return {digits.substr(first), power - static_cast<long>(first)};
}

std::optional<std::string> find_ipv4(std::string_view text) {
  const auto parts = base::split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  std::string bytes;
  for (const std::string_view part : parts) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (part.empty() || error != std::errc() || end != part.data() + part.size() || value > 255) return std::nullopt;
    bytes += static_cast<char>(value);
  }
  return bytes;
}

}  // namespace

std::optional<double> find_comparable(std::string_view number) {
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error == std::errc::result_out_of_range && std::abs(value) > 1) return std::nullopt;
  if (std::isinf(value) || std::isnan(value)) return std::nullopt;
  // Below the smallest there may still be a denormal, which from_chars takes for out of range.
  if (error != std::errc()) value = std::strtod(std::string(number).c_str(), nullptr);
  std::array<char, 64> spelled = {};
  const auto shortest = std::to_chars(spelled.data(), spelled.data() + spelled.size(), std::abs(value));
  const std::string_view text(spelled.data(), static_cast<std::size_t>(shortest.ptr - spelled.data()));
  if (normal_form(number) != normal_form(text)) return std::nullopt;
  return value == 0 ? 0.0 : value;  // there is one zero
}

std::optional<std::string> find_address(std::string_view text) {
  if (text.empty() || text.size() > 64) return std::nullopt;
  if (text.find_first_not_of("0123456789.") == std::string_view::npos) return find_ipv4(text);
  if (text.find(':') == std::string_view::npos) return std::nullopt;
  if (text.find_first_not_of("0123456789abcdefABCDEF:") != std::string_view::npos) return std::nullopt;
  std::string bytes(16, '\0');
  if (inet_pton(AF_INET6, std::string(text).c_str(), bytes.data()) != 1) return std::nullopt;
  static const std::string kMapped = std::string(10, '\0') + "\xff\xff";
  return bytes.starts_with(kMapped) ? bytes.substr(12) : bytes;
}

std::pair<std::string, std::string> parse_address_block(std::string_view text) {
  auto parts = base::split(text, '/');
  while (!parts.empty() && parts.back().empty()) parts.pop_back();
  if (parts.size() != 2) throw PatternError("Malformed CIDR, one '/' required");
  const auto bits = base::parse_int(parts[1].starts_with('+') ? parts[1].substr(1) : parts[1]);
  if (!bits) throw PatternError("Malformed CIDR, mask bits must be an integer");
  if (*bits < 0) throw PatternError("Malformed CIDR, mask bits must not be negative");
  const auto address = find_address(parts[0]);
  if (!address) {
    const bool looks_like_one = parts[0].find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos;
    throw PatternError(fmt::format("{} IP address: {}", looks_like_one ? "Invalid" : "Nonstandard", parts[0]));
  }
  if (address->size() == 4 && *bits > 31) throw PatternError("IPv4 mask bits must be < 32");
  if (*bits > 127) throw PatternError("IPv6 mask bits must be < 128");
  std::string first = *address, last = *address;
  for (std::size_t i = 0; i < address->size(); ++i) {
    const auto fixed = std::clamp<std::int64_t>(*bits - static_cast<std::int64_t>(i) * 8, 0, 8);
    const auto free = static_cast<unsigned char>(0xFF >> fixed);
    first[i] = static_cast<char>(static_cast<unsigned char>(first[i]) & static_cast<unsigned char>(~free));
    last[i] = static_cast<char>(static_cast<unsigned char>(last[i]) | free);
  }
  return {first, last};
}

std::string fold_case(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(text[at++])));
      continue;
    }
    utf8proc_int32_t point = 0;
    const auto read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                       static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    if (read <= 0) {
      out += text[at++];
      continue;
    }
    std::array<utf8proc_uint8_t, 4> bytes = {};
    const auto wrote = utf8proc_encode_char(utf8proc_tolower(utf8proc_toupper(point)), bytes.data());
    out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(wrote));
    at += static_cast<std::size_t>(read);
  }
  return out;
}

}  // namespace patterns
