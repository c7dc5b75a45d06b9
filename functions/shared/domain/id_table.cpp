#include "domain/id_table.h"

#include <bit>

#include "base/check.h"

namespace domain {
namespace id_table_detail {

constexpr std::size_t kFewestSlots = 64;

// MurmurHash3's finalizer: ids that count up, or in steps, spread over all slots.
std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccd;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53;
  return x ^ (x >> 33);
}

// At most seven eighths of the slots are taken.
std::size_t slots_for(std::size_t count) { return std::bit_ceil(std::max(kFewestSlots, count + count / 7 + 1)); }

}  // namespace id_table_detail

using namespace id_table_detail;

IdTable::Key IdTable::key_of(Id id) const {
  if (profile_ == IdProfile::kInt) return {.fingerprint = Fingerprint{.first = id.number}, .hash = mix(id.number)};
  const Fingerprint fingerprint = fingerprints_.of(id.text);
  return {.fingerprint = fingerprint, .hash = mix(fingerprint.first)};
}

bool IdTable::equals(std::uint32_t index, const Key& key) const {
  return profile_ == IdProfile::kInt ? numbers_[index] == key.fingerprint.first : texts_[index] == key.fingerprint;
}

std::uint64_t IdTable::number_at(std::uint32_t index) const {
  CHECK(profile_ == IdProfile::kInt);
  return numbers_[index];
}

std::size_t IdTable::slot_of(const Key& key) const {
  const std::size_t mask = slots_.size() - 1;
  const auto tag = static_cast<std::uint32_t>(key.hash >> 32);
  std::size_t at = key.hash & mask;
  while (slots_[at].index != kNone && !(slots_[at].tag == tag && equals(slots_[at].index, key))) at = (at + 1) & mask;
  return at;
}

void IdTable::reserve(std::size_t count) {
  if (profile_ == IdProfile::kInt) {
    numbers_.reserve(count);
  } else {
    texts_.reserve(count);
  }
  if (slots_for(count) > slots_.size()) rebuild(slots_for(count));
}

void IdTable::rebuild(std::size_t slots) {
  slots_.assign(slots, Slot{});
  for (std::uint32_t index = 0; index < size_; ++index) {
    const std::uint64_t hash = mix(profile_ == IdProfile::kInt ? numbers_[index] : texts_[index].first);
    std::size_t at = hash & (slots - 1);
    while (slots_[at].index != kNone) at = (at + 1) & (slots - 1);
    slots_[at] = {.index = index, .tag = static_cast<std::uint32_t>(hash >> 32)};
  }
}

std::uint32_t IdTable::find(Id id) const { return slots_.empty() ? kNone : slots_[slot_of(key_of(id))].index; }

IdTable::Inserted IdTable::insert(Id id) {
  CHECK(size_ < kNone);
  if (slots_for(size_ + 1) > slots_.size()) rebuild(slots_for(size_ + 1));
  const Key key = key_of(id);
  Slot& slot = slots_[slot_of(key)];
  if (slot.index != kNone) return {.index = slot.index, .is_new = false};
  slot = {.index = static_cast<std::uint32_t>(size_++), .tag = static_cast<std::uint32_t>(key.hash >> 32)};
  if (profile_ == IdProfile::kInt) {
    numbers_.push_back(id.number);
  } else {
    texts_.push_back(key.fingerprint);
  }
  return {.index = slot.index, .is_new = true};
}

void IdTable::prefetch(Id id) const {
  if (!slots_.empty()) __builtin_prefetch(&slots_[key_of(id).hash & (slots_.size() - 1)]);
}

void IdTable::forget_lookup() {
  slots_ = std::vector<Slot>();
  texts_ = std::vector<Fingerprint>();
}

}  // namespace domain
