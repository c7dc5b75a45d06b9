#include "emulator/s3/blobs.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace s3 {

FreshBlob& FreshBlob::operator=(FreshBlob&& other) noexcept {
  std::swap(store_, other.store_);
  std::swap(id_, other.id_);
  return *this;
}

FreshBlob::~FreshBlob() {
  if (store_ && !id_.empty()) store_->discard_blob(id_);
}

BlobReader::BlobReader(loop::Loop& loop, const store::Store& store, const std::string& id, std::uint64_t offset,
                       std::uint64_t length)
    : loop_(loop), descriptor_(store.open_blob(id)), offset_(offset), left_(length) {}

BlobReader::~BlobReader() { close(descriptor_); }

std::string_view BlobReader::read() {
  buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, left_)));
  if (buffer_.empty()) return {};
  ssize_t got = 0;
  int error = 0;
  loop_.in_pool([&] {
    do {
      got = pread(descriptor_, buffer_.data(), buffer_.size(), static_cast<off_t>(offset_));
    } while (got < 0 && errno == EINTR);
    error = errno;
  });
  if (got < 0) throw store::ReadError(std::string("cannot read a blob: ") + std::strerror(error));
  offset_ += static_cast<std::uint64_t>(got);
  left_ -= static_cast<std::uint64_t>(got);
  return std::string_view(buffer_).substr(0, static_cast<std::size_t>(got));
}

}  // namespace s3
