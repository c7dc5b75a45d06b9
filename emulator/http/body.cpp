#include "emulator/http/body.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace http {
namespace body_detail {

constexpr std::uint64_t kLargeBody = 64 * 1024;

}  // namespace body_detail

bool MessageBody::at_end() const {
  switch (framing_.kind) {
    case Framing::Kind::kLength:
      return left_ == 0;
    case Framing::Kind::kChunked:
      return chunks_.done();
    case Framing::Kind::kUntilClose:
      return closed_;
  }
  return true;
}

std::string_view MessageBody::read() {
  if (framing_.kind == Framing::Kind::kChunked) return read_chunked();
  if (at_end()) return {};
  if (input_.unread().empty()) {
    if (framing_.kind == Framing::Kind::kLength && left_ > body_detail::kLargeBody) input_.enlarge();
    if (!fill()) {
      closed_ = true;
      if (framing_.kind == Framing::Kind::kUntilClose) return {};
      throw PeerGone("the peer closed in the middle of a body");
    }
  }
  std::string_view piece = input_.unread();
  if (framing_.kind == Framing::Kind::kLength) {
    piece = piece.substr(0, std::size_t(std::min<std::uint64_t>(left_, piece.size())));
    left_ -= piece.size();
  }
  input_.consume(piece.size());
  return piece;
}

std::string MessageBody::trailer(std::string_view name) const {
  for (const std::string_view line : base::split(chunks_.trailer(), '\n')) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !base::equals_ignore_case(line.substr(0, colon), name)) continue;
    return std::string(base::trim(line.substr(colon + 1)));
  }
  return {};
}

std::string_view MessageBody::read_chunked() {
  while (!chunks_.done()) {
    if (input_.unread().empty() && !fill()) throw PeerGone("the peer closed in the middle of a chunk");
    try {
      const ChunkDecoder::Step step = chunks_.next(input_.unread());
      input_.consume(step.consumed);
      if (!step.data.empty()) return step.data;
    } catch (const Refusal& refusal) {
      throw BodyRefused(refusal.status, refusal.why);
    }
  }
  return {};
}

bool MessageBody::fill() {
  asked_peer_ = true;
  if (before_waiting_) std::exchange(before_waiting_, nullptr)();
  return input_.fill(patience_);
}

}  // namespace http
