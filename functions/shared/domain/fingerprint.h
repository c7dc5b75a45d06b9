#pragma once

#include <cstdint>
#include <string_view>

namespace domain {

// 122 bits that stand for a text of any length.
struct Fingerprint {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

// Two polynomials over the field of 2^61 - 1, whose coefficients are the text's length and bytes, at two points.
//
// Two different texts of up to 64 bytes agree at a point that they were not made for with a probability below 11 /
// 2^61, and at both below 2^-114: among twenty million ids, any two with less than 10^-19. That holds for ids that
// somebody chose to collide as well, as long as the points are drawn when the process starts and leave it nowhere.
class Fingerprints {
 public:
  Fingerprints(std::uint64_t first_point, std::uint64_t second_point);
  static const Fingerprints& of_this_process();  // at points drawn at its first call

  Fingerprint of(std::string_view text) const;

 private:
  std::uint64_t first_point_;
  std::uint64_t second_point_;
};

}  // namespace domain
