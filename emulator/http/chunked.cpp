#include "emulator/http/chunked.h"

#include <algorithm>

#include "emulator/http/head.h"

namespace http {
namespace chunked_detail {

constexpr int kMaxDigits = 15;                   // no chunk is larger than 2^60
constexpr std::size_t kMaxOverhead = 16 * 1024;  // of one extension, or of the trailer

[[noreturn]] void refuse(const char* why) { throw Refusal{400, why}; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace chunked_detail

using namespace chunked_detail;

ChunkDecoder::Step ChunkDecoder::next(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size() && state_ != State::kDone) {
    if (state_ != State::kData) {
      take(bytes[at++]);
      continue;
    }
    const std::string_view data = bytes.substr(at, std::size_t(std::min<std::uint64_t>(left_, bytes.size() - at)));
    left_ -= data.size();
    if (left_ == 0) state_ = State::kDataCr;
    return {.consumed = at + data.size(), .data = data};
  }
  return {.consumed = at};
}

void ChunkDecoder::take(char c) {
  if (++overhead_ > kMaxOverhead) refuse("chunk extension or trailer too long");
  switch (state_) {
    case State::kSize:
      if (const int digit = hex_digit(c); digit >= 0) {
        if (++digits_ > kMaxDigits) refuse("chunk too large");
        left_ = left_ * 16 + std::uint64_t(digit);
      } else if (digits_ == 0) {
        refuse("chunk without a size");
      } else if (c == ';' || c == ' ' || c == '\t') {
        state_ = State::kExtension;
      } else if (c == '\r') {
        state_ = State::kSizeEnd;
      } else {
        refuse("invalid chunk size");
      }
      return;
    case State::kExtension:
      if (c == '\n') refuse("chunk size ends without CR");
      if (c == '\r') state_ = State::kSizeEnd;
      return;
    case State::kSizeEnd:
      if (c != '\n') refuse("CR without LF behind a chunk size");
      state_ = left_ > 0 ? State::kData : State::kTrailer;
      line_is_empty_ = true;
      return;
    case State::kDataCr:
      if (c != '\r') refuse("chunk longer than its size");
      state_ = State::kDataLf;
      return;
    case State::kDataLf:
      if (c != '\n') refuse("chunk longer than its size");
      state_ = State::kSize;
      digits_ = 0;
      overhead_ = 0;
      return;
    case State::kTrailer:
      if (c == '\n') refuse("a line of the trailer ends without CR");
      if (c == '\r') {
        state_ = State::kTrailerLf;
      } else {
        line_is_empty_ = false;
        trailer_ += c;
      }
      return;
    case State::kTrailerLf:
      if (c != '\n') refuse("CR without LF in the trailer");
      if (!line_is_empty_) trailer_ += "\r\n";
      state_ = line_is_empty_ ? State::kDone : State::kTrailer;
      line_is_empty_ = true;
      return;
    case State::kData:
    case State::kDone:
      return;
  }
}

}  // namespace http
