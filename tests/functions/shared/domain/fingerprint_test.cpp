#include "domain/fingerprint.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/int128.h"

namespace domain {
namespace {

constexpr std::uint64_t kPrime = (std::uint64_t{1} << 61) - 1;

// Horner's rule, as it is in the book.
std::uint64_t polynomial(std::string_view text, std::uint64_t point) {
  base::Int128 value = text.size();
  for (std::size_t from = 0; from < text.size(); from += 7) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < 7 && from + i < text.size(); ++i) {
      word |= std::uint64_t{static_cast<unsigned char>(text[from + i])} << (8 * i);
    }
    value = (value * point + word) % kPrime;
  }
  return static_cast<std::uint64_t>(value);
}

TEST(Fingerprint, IsTheTextsPolynomialAtBothPoints) {
  for (const std::uint64_t point :
       {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{0x1234567890abcdef}, kPrime - 1}) {
    const Fingerprints fingerprints(point, kPrime - point / 2);
    for (std::size_t length = 0; length <= 64; ++length) {
      const std::string text = std::string(length / 2, '\xff') + std::string(length - length / 2, 'a');
      const Fingerprint found = fingerprints.of(text);
      EXPECT_EQ(found.first, polynomial(text, point % kPrime)) << length;
      EXPECT_EQ(found.second, polynomial(text, (kPrime - point / 2) % kPrime)) << length;
    }
  }
}

TEST(Fingerprint, TellsApartWhatDiffersInOnePlaceOrInLength) {
  std::set<std::pair<std::uint64_t, std::uint64_t>> found;
  std::size_t texts = 0;
  const auto add = [&](const std::string& text) {
    const Fingerprint fingerprint = Fingerprints::of_this_process().of(text);
    found.emplace(fingerprint.first, fingerprint.second);
    ++texts;
  };
  for (std::size_t length = 1; length <= 64; ++length) add(std::string(length, '\0'));
  for (std::size_t at = 0; at < 64; ++at) {
    for (int byte = 1; byte < 256; ++byte) {
      std::string text(64, '\0');
      text[at] = static_cast<char>(byte);
      add(text);
    }
  }
  for (int i = 0; i < 100000; ++i) add("ord-" + std::to_string(i));
  EXPECT_EQ(found.size(), texts);
}

}  // namespace
}  // namespace domain
