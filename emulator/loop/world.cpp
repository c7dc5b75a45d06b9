#include "emulator/loop/world.h"

#include <sys/random.h>

#include "base/check.h"
#include "base/text.h"

namespace loop {

std::uint64_t World::random_seed() {
  std::uint64_t seed = 0;
  CHECK(getrandom(&seed, sizeof seed, 0) == ssize_t(sizeof seed));
  return seed;
}

// splitmix64 (Steele, Lea, Flood 2014): eight bytes of state, and every seed is as good as another.
std::uint64_t World::next() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t bits = state_;
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9U;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBU;
  return bits ^ (bits >> 31);
}

std::uint64_t World::below(std::uint64_t bound) {
  CHECK(bound > 0);
  // Numbers under 2^64 mod bound would make the small answers likelier: those are drawn again.
  const std::uint64_t first_fair = (0 - bound) % bound;
  for (;;) {
    const std::uint64_t bits = next();
    if (bits >= first_fair) return bits % bound;
  }
}

std::string World::bytes(std::size_t count) {
  std::string result;
  result.reserve(count + 8);
  while (result.size() < count) {
    const std::uint64_t bits = next();
    for (int shift = 0; shift < 64; shift += 8) result += static_cast<char>(bits >> shift & 255);
  }
  result.resize(count);
  return result;
}

std::string World::hex(std::size_t digits) { return base::to_hex(bytes((digits + 1) / 2)).substr(0, digits); }

std::string World::alphanumeric(std::size_t count) {
  constexpr std::string_view kCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string result;
  result.reserve(count);
  while (result.size() < count) result += kCharacters[below(kCharacters.size())];
  return result;
}

std::string World::uuid() {
  std::string digits = hex(32);
  digits[12] = '4';               // version (RFC 9562 §5.4)
  digits[16] = "89ab"[below(4)];  // variant
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) digits.insert(dash, 1, '-');
  return digits;
}

}  // namespace loop
