#include "base/json_text.h"

#include <cstdint>
#include <cstring>

namespace base::json_detail {

constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kHighBits = 0x8080808080808080;

constexpr bool stands_for_itself(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

// Whether one of eight bytes is less than `limit` (at most 0x80): the subtraction borrows into its high bit.
constexpr bool has_less(std::uint64_t bytes, std::uint64_t limit) {
  return ((bytes - kOnes * limit) & ~bytes & kHighBits) != 0;
}

std::size_t plain_prefix(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, 8);
    if (has_less(bytes, 0x20) || has_less(bytes ^ kOnes * '"', 1) || has_less(bytes ^ kOnes * '\\', 1)) break;
  }
  while (at < text.size() && stands_for_itself(text[at])) ++at;
  return at;
}

}  // namespace base::json_detail
