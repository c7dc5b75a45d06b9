#include "emulator/s3/aws_chunked.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "emulator/s3/errors.h"

namespace s3 {

namespace {
constexpr std::size_t kMostLine = 4096;
constexpr std::size_t kMostTrailers = 16;
}  // namespace

bool AwsChunkedReader::fill() {
  if (piece_.empty()) piece_ = inner_.read();
  return !piece_.empty();
}

std::string AwsChunkedReader::take_line() {
  std::string line;
  for (;;) {
    if (!fill()) throw incomplete_body();
    const auto end = piece_.find('\n');
    const std::string_view part = piece_.substr(0, end);
    if (line.size() + part.size() > kMostLine) throw incomplete_body();
    line += part;
    piece_.remove_prefix(part.size());
    if (end == std::string_view::npos) continue;
    piece_.remove_prefix(1);
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }
}

std::string_view AwsChunkedReader::take_bytes() {
  if (!fill()) throw incomplete_body();
  const std::string_view bytes = piece_.substr(0, left_);
  piece_.remove_prefix(bytes.size());
  left_ -= bytes.size();
  return bytes;
}

std::string_view AwsChunkedReader::read() {
  if (ended_) return {};
  if (in_chunk_ && left_ == 0) {
    if (!take_line().empty()) throw incomplete_body();  // more bytes than the chunk said
    in_chunk_ = false;
  }
  if (!in_chunk_) {
    const std::string line = take_line();
    const std::string_view digits = std::string_view(line).substr(0, line.find(';'));
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), left_, 16);
    if (error != std::errc() || end != digits.data() + digits.size()) throw incomplete_body();
    if (left_ == 0) {
      ended_ = true;
      for (std::size_t i = 0; fill() && i <= kMostTrailers; ++i) {
        const std::string trailer = take_line();
        if (trailer.empty()) break;
        const auto colon = trailer.find(':');
        if (colon == std::string::npos) throw incomplete_body();
        trailers_.add(trailer.substr(0, colon), std::string(base::trim(trailer.substr(colon + 1))));
      }
      piece_ = {};
      while (!inner_.read().empty()) {
      }
      return {};
    }
    in_chunk_ = true;
  }
  return take_bytes();
}

}  // namespace s3
