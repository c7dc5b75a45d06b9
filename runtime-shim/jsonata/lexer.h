#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jsonata/jsonata.h"
#include "jsonata/regex.h"

// The words of an expression. Positions are in bytes, behind the word, as the reference counts them.

namespace jsonata {

struct Token {
  enum class Type { kOperator, kName, kVariable, kString, kNumber, kLiteral, kRegex };

  Type type = Type::kOperator;
  std::string text = {};
  double number = 0;
  std::size_t position = 0;
  std::optional<Regex> regex = {};
};

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  // The next word, nothing at the end. A slash begins a regular expression, or where an operator is expected is one.
  // Throws Fault.
  std::optional<Token> next(bool operator_expected);

 private:
  char at(std::size_t index) const { return index < source_.size() ? source_[index] : '\0'; }
  bool skip_blanks_and_comments();
  Token token(Token::Type type, std::string text) const;
  Token read_regex();
  Token read_string();
  Token read_number(std::size_t length);
  Token read_name();
  std::size_t number_length() const;

  std::string_view source_;
  std::size_t position_ = 0;
};

}  // namespace jsonata
