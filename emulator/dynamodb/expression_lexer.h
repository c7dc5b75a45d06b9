#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dynamodb {

struct Token {
  enum class Kind : std::uint8_t { kWord, kName, kValue, kNumber, kSymbol, kEnd };
  Kind kind = Kind::kEnd;
  std::string_view text = {};  // a part of the expression: "and", "#n", ":v", "12", "<="
  std::size_t at = 0;
};

// The tokens of an expression, kEnd last; a character that belongs to none is a symbol that no grammar takes.
std::vector<Token> tokens_of(std::string_view expression);

}  // namespace dynamodb
