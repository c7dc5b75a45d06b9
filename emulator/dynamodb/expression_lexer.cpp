#include "emulator/dynamodb/expression_lexer.h"

#include <cctype>

namespace dynamodb {
namespace lexer_detail {

bool is_word_start(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_part(char c) { return is_word_start(c) || is_digit(c); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t symbol_length(std::string_view rest) {
  const std::string_view two = rest.substr(0, 2);
  return two == "<=" || two == ">=" || two == "<>" ? 2 : 1;
}

}  // namespace lexer_detail

std::vector<Token> tokens_of(std::string_view expression) {
  using namespace lexer_detail;
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (at < expression.size()) {
    const char c = expression[at];
    if (is_blank(c)) {
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    auto kind = Token::Kind::kSymbol;
    if (is_word_start(c) || c == '#' || c == ':') {
      kind = c == '#' ? Token::Kind::kName : c == ':' ? Token::Kind::kValue : Token::Kind::kWord;
      while (end < expression.size() && is_word_part(expression[end])) ++end;
    } else if (is_digit(c)) {
      kind = Token::Kind::kNumber;
      while (end < expression.size() && is_digit(expression[end])) ++end;
    } else {
      end = at + symbol_length(expression.substr(at));
    }
    tokens.push_back({kind, expression.substr(at, end - at), at});
    at = end;
  }
  tokens.push_back({Token::Kind::kEnd, "<EOF>", expression.size()});
  return tokens;
}

}  // namespace dynamodb
