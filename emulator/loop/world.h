#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"

namespace loop {

// Everything that could differ between two runs comes from here: ids, random numbers, the order of what is equally due.
// With the same seed and the same calls it gives the same answers; without a seed it starts from the system's entropy.
class World {
 public:
  explicit World(std::uint64_t seed) : seed_(seed), state_(seed) {}
  static std::uint64_t random_seed();

  std::uint64_t seed() const { return seed_; }
  std::uint64_t next();                      // 64 random bits (splitmix64)
  std::uint64_t below(std::uint64_t bound);  // 0 … bound-1, without bias
  std::string bytes(std::size_t count);
  std::string hex(std::size_t digits);
  std::string alphanumeric(std::size_t count);  // A-Z a-z 0-9
  std::string uuid();                           // version 4, "8f14e45f-ceea-467f-9d4d-3b0f8c1f9f0e"

 private:
  std::uint64_t seed_ = 0;
  std::uint64_t state_ = 0;
};

}  // namespace loop
