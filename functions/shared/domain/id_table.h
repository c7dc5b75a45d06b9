#pragma once

#include <cstdint>
#include <vector>

#include "domain/fingerprint.h"
#include "domain/ids.h"

namespace domain {

// Distinct ids, numbered from 0 in the order in which they came.
//
// Open addressing over slots of 8 bytes beside the ids themselves: 17 to 26 bytes an int id where std::unordered_map
// takes over 40, and 25 to 34 a text id, which is known by its fingerprint alone: its length does not matter, and
// whoever wants the text back keeps it. What belongs to an id lies in a vector of its owner's, at the id's index. Half
// of a slot is of the id's hash, so that a look-up reads hardly ever an id that is not the one.
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
  std::uint64_t number_at(std::uint32_t index) const;  // profile int

  // Has the processor fetch what find(id) will read, for callers that know the next ids.
  void prefetch(Id id) const;

  // Frees what only find() and insert() need, which may not be called any more: of text ids all.
  void forget_lookup();

 private:
  struct Slot {
    std::uint32_t index = kNone;
    std::uint32_t tag = 0;  // the upper half of its hash
  };

  struct Key {
    Fingerprint fingerprint = {};  // profile int: the number, in the first half
    std::uint64_t hash = 0;
  };
  Key key_of(Id id) const;
  bool equals(std::uint32_t index, const Key& key) const;
  // The slot that holds the id, or the free one where it belongs.
  std::size_t slot_of(const Key& key) const;
  void rebuild(std::size_t slots);

  IdProfile profile_;
  std::size_t size_ = 0;
  std::vector<Slot> slots_ = {};             // a power of two of them
  std::vector<std::uint64_t> numbers_ = {};  // profile int
  std::vector<Fingerprint> texts_ = {};      // profile str
  const Fingerprints& fingerprints_ = Fingerprints::of_this_process();
};

}  // namespace domain
