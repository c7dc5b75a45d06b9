#pragma once

#include <cstdint>
#include <string_view>

namespace domain {

// Is text that comes piece by piece well-formed UTF-8 without a NUL byte? (UTF-16 has one in every ASCII character.)
class TextCheck {
 public:
  void feed(std::string_view bytes);
  // No offence yet; after the last piece also no character cut off.
  bool good() const { return good_; }
  bool complete() const { return good_ && expected_ == 0; }

 private:
  void feed_byte(unsigned char byte);

  bool good_ = true;
  unsigned expected_ = 0;                   // continuation bytes that must follow
  unsigned char low_ = 0x80, high_ = 0xBF;  // and what the next of them may be
};

}  // namespace domain
