#include "domain/fingerprint.h"

#include <cstring>
#include <random>

#include "base/int128.h"

namespace domain {
namespace fingerprint_detail {

constexpr std::uint64_t kPrime = (std::uint64_t{1} << 61) - 1;
constexpr std::size_t kWordBytes = 7;  // a coefficient must be less than the prime

// 2^61 is 1 modulo the prime, so what stands above it is added below.
std::uint64_t multiply_add(std::uint64_t value, std::uint64_t point, std::uint64_t coefficient) {
  const base::Int128 product = base::Int128{value} * point;
  const std::uint64_t folded =
      (static_cast<std::uint64_t>(product) & kPrime) + static_cast<std::uint64_t>(product >> 61) + coefficient;
  const std::uint64_t once = (folded & kPrime) + (folded >> 61);
  return once >= kPrime ? once - kPrime : once;
}

}  // namespace fingerprint_detail

using namespace fingerprint_detail;

Fingerprints::Fingerprints(std::uint64_t first_point, std::uint64_t second_point)
    : first_point_(first_point % kPrime), second_point_(second_point % kPrime) {}

const Fingerprints& Fingerprints::of_this_process() {
  static const Fingerprints fingerprints = [] {
    std::random_device device;
    std::uniform_int_distribution<std::uint64_t> points(1, kPrime - 1);
    const std::uint64_t first = points(device);
    return Fingerprints(first, points(device));
  }();
  return fingerprints;
}

Fingerprint Fingerprints::of(std::string_view text) const {
  // The length leads, so that texts that differ in zero bytes at their end are different polynomials too.
  Fingerprint result{.first = text.size(), .second = text.size()};
  while (!text.empty()) {
    std::uint64_t word = 0;
    if (text.size() >= kWordBytes) {
      std::memcpy(&word, text.data(), kWordBytes);
      text.remove_prefix(kWordBytes);
    } else {
      std::memcpy(&word, text.data(), text.size());
      text = {};
    }
    result.first = multiply_add(result.first, first_point_, word);
    result.second = multiply_add(result.second, second_point_, word);
  }
  return result;
}

}  // namespace domain
