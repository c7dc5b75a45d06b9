#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace contracts {

// A regular expression as JSON Schema's `pattern` has it: ECMA-262 with the flag u, found anywhere in the text. PCRE2
// matches it. A match that would take more than a million steps counts as none, so that no payload can hold a function
// up; counting steps gives the same answer on every machine.
class EcmaPattern {
 public:
  // Throws PatternError: what is wrong, and at which character.
  explicit EcmaPattern(std::string_view pattern);
  ~EcmaPattern();
  EcmaPattern(EcmaPattern&&) noexcept;
  EcmaPattern& operator=(EcmaPattern&&) noexcept;

  bool matches(std::string_view utf8) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

struct PatternError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace contracts
