#include "base/utf8.h"

namespace base {
namespace utf8_detail {

unsigned byte_at(std::string_view bytes, std::size_t index) { return static_cast<unsigned char>(bytes[index]); }

// What the second byte may be: less than any continuation where another spelling is shorter, a surrogate or too large.
bool may_be_second(unsigned lead, unsigned second) {
  const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  return second >= low && second <= high;
}

}  // namespace utf8_detail

using namespace utf8_detail;

Utf8Sequence utf8_sequence_at(std::string_view bytes) {
  const unsigned lead = byte_at(bytes, 0);
  if (lead < 0x80) return {.needed = 1, .there = 1};
  if (lead < 0xC2 || lead > 0xF4) return {.needed = 1, .there = 0};
  Utf8Sequence sequence = {.needed = lead < 0xE0 ? 2u : lead < 0xF0 ? 3u : 4u, .there = 1};
  if (bytes.size() < 2 || !may_be_second(lead, byte_at(bytes, 1))) return sequence;
  sequence.there = 2;
  while (!sequence.is_whole() && sequence.there < bytes.size() && (byte_at(bytes, sequence.there) & 0xC0) == 0x80) {
    ++sequence.there;
  }
  return sequence;
}

void append_code_point(std::string& out, unsigned point) {
  const auto byte = [&out](unsigned value) { out += static_cast<char>(value); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) {
    byte(0xC0 | point >> 6);
  } else {
    if (point < 0x10000) {
      byte(0xE0 | point >> 12);
    } else {
      byte(0xF0 | point >> 18);
      byte(0x80 | (point >> 12 & 0x3F));
    }
    byte(0x80 | (point >> 6 & 0x3F));
  }
  byte(0x80 | (point & 0x3F));
}

}  // namespace base
