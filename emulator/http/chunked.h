#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace http {

// Takes the chunked transfer coding off bytes that come piece by piece (RFC 9112 §7.1). Extensions are
// read and dropped. Strict: CR LF at every place where the grammar has it.
class ChunkDecoder {
 public:
  struct Step {
    std::size_t consumed = 0;    // of what was given
    std::string_view data = {};  // part of what was given; may be empty though there is more to come
  };
  // Throws Refusal 400.
  Step next(std::string_view bytes);
  // The lines of the trailer, each with its CR LF; whole once it is done().
  const std::string& trailer() const { return trailer_; }
  bool done() const { return state_ == State::kDone; }

 private:
  enum class State { kSize, kExtension, kSizeEnd, kData, kDataCr, kDataLf, kTrailer, kTrailerLf, kDone };
  void take(char c);

  State state_ = State::kSize;
  std::uint64_t left_ = 0;  // of the present chunk
  int digits_ = 0;          // of the present size
  std::string trailer_ = {};
  bool line_is_empty_ = true;  // in the trailer
  std::size_t overhead_ = 0;   // bytes of this line or trailer that are not data
};

}  // namespace http
