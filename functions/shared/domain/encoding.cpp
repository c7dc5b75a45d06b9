#include "domain/encoding.h"

#include <cstring>

namespace domain {

// RFC 3629's table: which lead bytes there are, and what may follow each at once.
void TextCheck::feed_byte(unsigned char byte) {
  if (expected_ > 0) {
    good_ = good_ && byte >= low_ && byte <= high_;
    --expected_;
    low_ = 0x80;
    high_ = 0xBF;
  } else if (byte >= 0x80) {
    good_ = good_ && byte >= 0xC2 && byte <= 0xF4;
    expected_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
    if (byte == 0xE0) low_ = 0xA0;   // shorter would do
    if (byte == 0xED) high_ = 0x9F;  // surrogates
    if (byte == 0xF0) low_ = 0x90;
    if (byte == 0xF4) high_ = 0x8F;  // above U+10FFFF
  } else {
    good_ = good_ && byte != 0;
  }
}

void TextCheck::feed(std::string_view bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101, kHighs = 0x8080808080808080;
  while (good_ && !bytes.empty()) {
    if (expected_ == 0 && bytes.size() >= 8) {
      std::uint64_t word;
      std::memcpy(&word, bytes.data(), sizeof word);
      // Neither a byte from 0x80 up nor a zero: subtracting one borrows from a byte that is zero.
      if (((word | (word - kOnes)) & kHighs) == 0) {
        bytes.remove_prefix(8);
        continue;
      }
    }
    feed_byte(static_cast<unsigned char>(bytes.front()));
    bytes.remove_prefix(1);
  }
}

}  // namespace domain
