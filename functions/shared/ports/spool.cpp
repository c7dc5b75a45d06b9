#include "ports/spool.h"

#include <algorithm>

namespace ports {
namespace spool_detail {

constexpr std::size_t kBufferBytes = 256 << 10;

}  // namespace spool_detail

using namespace spool_detail;

void Spool::write(std::string_view bytes) {
  buffer_.append(bytes);
  if (buffer_.size() < kBufferBytes) return;
  file_.append(buffer_);
  buffer_.clear();
}

void Spool::read(const std::function<void(std::string_view)>& take) {
  std::string piece;
  for (std::uint64_t at = 0; at < file_.size(); at += piece.size()) {
    piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kBufferBytes, file_.size() - at)));
    file_.read(at, piece);
    take(piece);
  }
  take(buffer_);
}

}  // namespace ports
