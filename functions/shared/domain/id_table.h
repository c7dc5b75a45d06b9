#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/ids.h"
#include "domain/text_arena.h"

namespace domain {

// Distinct ids, numbered from 0 in the order in which they came.
//
// Open addressing over 4-byte slots beside the ids themselves: 13 to 18 bytes an int id where std::unordered_map takes
// over 40, and what belongs to an id lies in a vector of its owner's, at the id's index.
class IdTable {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  explicit IdTable(IdProfile profile) : profile_(profile) {}
  void reserve(std::size_t count);

  std::uint32_t find(Id id) const;  // its index, or kNone
  struct Inserted {
    std::uint32_t index = 0;
    bool is_new = false;
  };
  Inserted insert(Id id);

  std::size_t size() const { return size_; }
  IdProfile profile() const { return profile_; }
  Id at(std::uint32_t index) const;

  // Has the processor fetch what find(id) will read, for callers that know the next ids.
  void prefetch(Id id) const;

  // Frees what only find() and insert() need, which may not be called any more.
  void forget_lookup();

 private:
  struct TextPlace {
    const char* bytes = nullptr;
    std::uint32_t size = 0;
    std::uint32_t hash = 0;
  };

  std::uint64_t hash_of(Id id) const;
  bool equals(std::uint32_t index, Id id, std::uint64_t hash) const;
  void rebuild(std::size_t slots);

  IdProfile profile_;
  std::size_t size_ = 0;
  std::vector<std::uint32_t> slots_ = {};    // a power of two of them; index of an id, or kNone
  std::vector<std::uint64_t> numbers_ = {};  // profile int
  std::vector<TextPlace> texts_ = {};        // profile str, views of arena_
  TextArena arena_{1 << 20};
};

}  // namespace domain
