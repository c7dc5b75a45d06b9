#pragma once

#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace domain {

// Copies of many short texts, kept together until all go.
class TextArena {
 public:
  explicit TextArena(std::size_t block_bytes) : block_bytes_(block_bytes) {}

  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (left_ < text.size()) {
      left_ = text.size() > block_bytes_ ? text.size() : block_bytes_;
      blocks_.push_back(std::make_unique_for_overwrite<char[]>(left_));
      next_ = blocks_.back().get();
    }
    char* const copy = next_;
    std::memcpy(copy, text.data(), text.size());
    next_ += text.size();
    left_ -= text.size();
    return {copy, text.size()};
  }

 private:
  std::size_t block_bytes_;
  std::vector<std::unique_ptr<char[]>> blocks_ = {};
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace domain
