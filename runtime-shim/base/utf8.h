#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// UTF-8 a character at a time (RFC 3629). text.h has what is done to whole texts.

namespace base {

struct Utf8Sequence {
  std::size_t needed = 1;  // bytes, as the first one says
  std::size_t there = 0;   // so many of them are right
  bool is_whole() const { return there == needed; }
};

// The one at the front of `bytes`, which is not empty.
Utf8Sequence utf8_sequence_at(std::string_view bytes);

void append_code_point(std::string& out, unsigned point);

}  // namespace base
