#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Regex: a regular expression of ECMAScript, carried out by PCRE2 with limits on its backtracking.
//
// Patterns are those of ECMA-262 with the leniencies of its Annex B; what only PCRE2 knows (possessive quantifiers,
// verbs, recursion, \A \K \Q...) is refused or means what ECMAScript means by it. A character outside the basic plane
// counts as one, as with the flag u.

namespace jsonata {

class Regex {
 public:
  struct Flags {
    bool ignore_case = false;
    bool multiline = false;
  };
  struct Match {
    std::size_t start = 0;  // in bytes
    std::size_t end = 0;
    std::vector<std::optional<std::string_view>> groups = {};  // without the whole; nothing where a group took no part
  };

  // Throws RegexError: what is wrong, and where.
  static Regex compile(std::string_view pattern, Flags flags);

  // The first match that begins at `from` or behind it; of `subject` (UTF-8). Throws RegexError when `steps` do not
  // suffice.
  std::optional<Match> find(std::string_view subject, std::size_t from, std::uint32_t steps) const;

  const std::string& pattern() const { return pattern_; }

 private:
  struct Compiled;

  std::string pattern_ = {};
  std::shared_ptr<const Compiled> compiled_ = {};
};

struct RegexError {
  std::string what = {};
  std::size_t offset = 0;
  bool out_of_steps = false;
};

// The same pattern in PCRE2's own language. Throws RegexError for what ECMAScript does not know.
std::string to_pcre(std::string_view pattern, Regex::Flags flags);

}  // namespace jsonata
