#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace s3 {

// Bytes of a body.
struct Range {
  std::uint64_t first = 0;
  std::uint64_t length = 0;

  bool operator==(const Range&) const = default;
};

// Reads "bytes=0-9", "bytes=10-" and "bytes=-5" for a body of `size` bytes. Nothing for what is not of that form, and
// for several ranges: S3 then sends the whole. Throws invalid_range() where it lies behind the end. (RFC 9110 §14.2)
std::optional<Range> parse_range(std::string_view header, std::uint64_t size);

}  // namespace s3
