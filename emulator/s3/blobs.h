#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "emulator/store/store.h"

namespace s3 {

// A finished blob that no record keeps yet: its file goes unless release() says that one does now.
class FreshBlob {
 public:
  FreshBlob() = default;
  FreshBlob(store::Store& store, std::string id) : store_(&store), id_(std::move(id)) {}
  FreshBlob(FreshBlob&& other) noexcept : store_(std::exchange(other.store_, nullptr)), id_(std::move(other.id_)) {}
  FreshBlob& operator=(FreshBlob&& other) noexcept;
  ~FreshBlob();
  const std::string& id() const { return id_; }  // empty: there is none
  void release() { store_ = nullptr; }

 private:
  store::Store* store_ = nullptr;
  std::string id_ = {};
};

// Reads a blob in the pool, piece by piece; from a fiber.
class BlobReader {
 public:
  static constexpr std::size_t kPiece = 1 << 20;
  BlobReader(loop::Loop& loop, const store::Store& store, const std::string& id, std::uint64_t offset = 0,
             std::uint64_t length = ~std::uint64_t{0});  // throws store::ReadError, as read() does
  ~BlobReader();
  BlobReader(const BlobReader&) = delete;
  BlobReader& operator=(const BlobReader&) = delete;
  std::string_view read();  // until the next read(); empty at the end

 private:
  loop::Loop& loop_;
  int descriptor_ = -1;
  std::uint64_t offset_ = 0;
  std::uint64_t left_ = 0;
  std::string buffer_ = {};
};

}  // namespace s3
