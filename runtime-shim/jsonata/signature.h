#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jsonata/arena.h"
#include "jsonata/value.h"

// Signature: what a function takes, as "<s-n?:s>" says it. It checks the arguments of a call, puts the context in for
// one that was left out where '-' allows it, and makes an array of a single value where an array is expected.

namespace jsonata {

class Signature {
 public:
  // Throws Fault S0401 or S0402 with the place in `text`.
  static Signature parse(std::string_view text);

  // Whether the arguments are what is expected, one for one: then there is nothing to do.
  bool fits(std::span<const Value> arguments) const;
  // The arguments as the function gets them. Throws Fault T0410, T0411, T0412.
  std::span<const Value> validated(Arena& arena, std::span<const Value> arguments, const Value& context) const;

  std::size_t parameters() const { return parameters_.size(); }

 private:
  enum class Count : std::uint8_t { kOne, kOptional, kMany };
  struct Parameter {
    std::uint16_t kinds = 0;  // a bit for each symbol
    Count count = Count::kOne;
    char type = 0;
    bool context = false;
    std::string subtype = {};
  };

  bool match(std::string_view symbols, std::size_t parameter, std::size_t at, std::vector<std::size_t>& taken,
             std::size_t limit) const;
  [[noreturn]] void refuse(std::string_view symbols, std::span<const Value> arguments) const;

  std::vector<Parameter> parameters_ = {};
};

}  // namespace jsonata
