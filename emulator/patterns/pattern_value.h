#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a pattern compares: numbers, IP addresses, text without regard to case, wildcards. Pure.

namespace patterns {

// What a JSON number is worth where a double says it exactly, that is: where its shortest spelling is the same number.
// Nothing for 1e400 and for 123456789012345678901: such numbers match by their spelling alone. (event-ruler)
std::optional<double> find_comparable(std::string_view number);

// The 4 or 16 bytes of an address in one of its usual spellings. An IPv6 address that holds an IPv4 one has 4.
std::optional<std::string> find_address(std::string_view text);

// `text` in one case, code point by code point.
std::string fold_case(std::string_view text);

// Pieces of text with anything between them; `\*` and `\\` stand for themselves.
class Wildcard {
 public:
  // Throws PatternError.
  static Wildcard parse(std::string_view text);
  bool matches(std::string_view text) const;

  // In how many of its states one text can be at the same time: what makes it expensive to look for. Counts up to
  // `most`.
  std::size_t complexity(std::size_t most) const;

 private:
  std::vector<std::string> pieces_ = {};  // there is an asterisk between each two
};

// First and last address of a block. Throws PatternError.
std::pair<std::string, std::string> parse_address_block(std::string_view text);

}  // namespace patterns
