#include <utility>

#include "base/check.h"
#include "emulator/store/store_state.h"

namespace store {

namespace {
// One trip to the pool costs tens of microseconds, and so does writing this much.
constexpr std::size_t kPiece = 512 * 1024;

// With the same seed the same ids come again, and the directory may remember them from an earlier run.
std::string new_id(loop::World& world, const BlobFiles& blobs) {
  for (;;) {
    std::string id = world.hex(32);
    if (!blobs.find_size(id)) return id;
  }
}
}  // namespace

BlobWriter::BlobWriter(Store& store) : store_(store), id_(new_id(store.state_->loop.world(), store.state_->blobs)) {}

BlobWriter::~BlobWriter() {
  if (file_ == nullptr || finished_) return;
  file_.reset();
  store_.discard_blob(id_);
}

void BlobWriter::write(std::string_view bytes) {
  CHECK(!finished_);
  size_ += bytes.size();
  while (!bytes.empty()) {
    if (buffer_.empty() && bytes.size() >= kPiece) {
      flush(bytes.substr(0, kPiece));
      bytes.remove_prefix(kPiece);
      continue;
    }
    const std::string_view head = bytes.substr(0, kPiece - buffer_.size());
    buffer_ += head;
    bytes.remove_prefix(head.size());
    if (buffer_.size() == kPiece) {
      flush(buffer_);
      buffer_.clear();
    }
  }
}

std::string BlobWriter::finish() {
  CHECK(!finished_);
  store_.state_->loop.in_pool([&] {
    append(buffer_);
    file_->finish();
    file_.reset();
  });
  finished_ = true;
  return id_;
}

void BlobWriter::flush(std::string_view bytes) {
  store_.state_->loop.in_pool([&] { append(bytes); });
}

void BlobWriter::append(std::string_view bytes) {
  const Store::State& state = *store_.state_;
  if (!file_) file_ = std::make_unique<BlobFile>(state.blobs, id_, state.options.sync_always);
  if (!bytes.empty()) file_->append(bytes);
}

}  // namespace store
