#include "jsonata/lexer.h"

#include <cmath>
#include <cstdlib>

#include "jsonata/fault.h"
#include "jsonata/utf.h"

namespace jsonata {
namespace lexer_detail {

constexpr std::string_view kBlanks = " \t\n\r\v";
// ! and ~ are none by themselves, but end a name.
constexpr std::string_view kSingleOperators = ".[]{}(),@#;:?+-*/%|=<>^&!~";
constexpr std::string_view kDoubleOperators[] = {"..", ":=", "!=", ">=", "<=", "**", "~>"};

bool is_one_of(char c, std::string_view characters) { return characters.find(c) != std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::uint32_t> hex_value(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    const bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (!is_digit(c) && !letter) return std::nullopt;
    value = value * 16 + static_cast<std::uint32_t>(letter ? (c | 32) - 'a' + 10 : c - '0');
  }
  return digits.empty() ? std::nullopt : std::optional(value);
}

char simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

}  // namespace lexer_detail

using namespace lexer_detail;

Token Lexer::token(Token::Type type, std::string text) const {
  return {.type = type, .text = std::move(text), .position = position_};
}

// Whether anything is left behind them.
bool Lexer::skip_blanks_and_comments() {
  for (;;) {
    while (position_ < source_.size() && is_one_of(source_[position_], kBlanks)) ++position_;
    if (at(position_) != '/' || at(position_ + 1) != '*') return position_ < source_.size();
    const std::size_t end = source_.find("*/", position_ + 2);
    if (end == std::string_view::npos) fail_at("S0106", position_);
    position_ = end + 2;
  }
}

std::optional<Token> Lexer::next(bool operator_expected) {
  if (!skip_blanks_and_comments()) return std::nullopt;
  const char first = source_[position_];
  if (!operator_expected && first == '/') {
    ++position_;
    return read_regex();
  }
  for (const std::string_view two : kDoubleOperators) {
    if (source_.substr(position_, 2) == two) {
      position_ += 2;
      return token(Token::Type::kOperator, std::string(two));
    }
  }
  if (is_one_of(first, kSingleOperators)) {
    ++position_;
    return token(Token::Type::kOperator, std::string(1, first));
  }
  if (first == '"' || first == '\'') return read_string();
  if (const std::size_t length = number_length()) return read_number(length);
  if (first == '`') {
    const std::size_t end = source_.find('`', position_ + 1);
    if (end == std::string_view::npos) fail_at("S0105", source_.size());
    const std::string_view name = source_.substr(position_ + 1, end - position_ - 1);
    position_ = end + 1;
    return token(Token::Type::kName, std::string(name));
  }
  return read_name();
}

Token Lexer::read_regex() {
  const std::size_t start = position_;
  int depth = 0;
  for (; position_ < source_.size(); ++position_) {
    const char c = source_[position_];
    if (c == '/' && depth == 0) {
      std::size_t slashes = 0;
      while (slashes < position_ && source_[position_ - slashes - 1] == '\\') ++slashes;
      if (slashes % 2 == 0) {
        const std::string_view pattern = source_.substr(start, position_ - start);
        if (pattern.empty()) fail_at("S0301", position_);
        Regex::Flags flags;
        for (++position_; at(position_) == 'i' || at(position_) == 'm'; ++position_) {
          bool& flag = at(position_) == 'i' ? flags.ignore_case : flags.multiline;
          if (flag) fail_at("S0303", position_, std::string(pattern), "a flag is given twice");
          flag = true;
        }
        Token result = token(Token::Type::kRegex, std::string(pattern));
        try {
          result.regex = Regex::compile(pattern, flags);
        } catch (const RegexError& error) {
          fail_at("S0303", start + error.offset, std::string(pattern), base::Json(error.what));
        }
        return result;
      }
    }
    const bool escaped = position_ > 0 && source_[position_ - 1] == '\\';
    if (!escaped && is_one_of(c, "([{")) ++depth;
    if (!escaped && is_one_of(c, ")]}")) --depth;
  }
  fail_at("S0302", position_);
}

Token Lexer::read_string() {
  const char quote = source_[position_++];
  std::string text;
  for (; position_ < source_.size(); ++position_) {
    const char c = source_[position_];
    if (c == quote) {
      ++position_;
      return token(Token::Type::kString, std::move(text));
    }
    if (c != '\\') {
      text += c;
      continue;
    }
    const char escape = at(++position_);
    if (const char plain = simple_escape(escape)) {
      text += plain;
    } else if (escape == 'u') {
      const auto unit = hex_value(source_.substr(std::min(position_ + 1, source_.size()), 4));
      if (!unit) fail_at("S0104", position_);
      std::string character;
      append_code_point(character, *unit);
      append_utf16_text(text, character);
      position_ += 4;
    } else {
      std::size_t end = position_;
      if (end < source_.size()) next_code_point(source_, end);
      fail_at("S0103", position_, std::string(source_.substr(std::min(position_, source_.size()), end - position_)));
    }
  }
  position_ = source_.size();
  fail_at("S0101", position_);
}

std::size_t Lexer::number_length() const {
  std::size_t end = position_;
  const auto skip_digits = [&] {
    const std::size_t start = end;
    while (is_digit(at(end))) ++end;
    return end > start;
  };
  if (at(end) == '0') {
    ++end;
  } else if (!skip_digits()) {
    return 0;
  }
  const std::size_t integer = end;
  if (at(end) == '.') {
    ++end;
    if (!skip_digits()) end = integer;
  }
  const std::size_t mantissa = end;
  if (at(end) == 'e' || at(end) == 'E') {
    ++end;
    if (at(end) == '+' || at(end) == '-') ++end;
    if (!skip_digits()) end = mantissa;
  }
  return end - position_;
}

Token Lexer::read_number(std::size_t length) {
  const std::string text(source_.substr(position_, length));
  const double value = std::strtod(text.c_str(), nullptr);
  if (!std::isfinite(value)) fail_at("S0102", position_, text);
  position_ += length;
  Token result = token(Token::Type::kNumber, text);
  result.number = value;
  return result;
}

Token Lexer::read_name() {
  std::size_t end = position_;
  while (end < source_.size() && !is_one_of(source_[end], kBlanks) && !is_one_of(source_[end], kSingleOperators)) ++end;
  const std::string_view word = source_.substr(position_, end - position_);
  position_ = end;
  if (word.starts_with('$')) return token(Token::Type::kVariable, std::string(word.substr(1)));
  if (word == "or" || word == "in" || word == "and") return token(Token::Type::kOperator, std::string(word));
  const bool literal = word == "true" || word == "false" || word == "null";
  return token(literal ? Token::Type::kLiteral : Token::Type::kName, std::string(word));
}

}  // namespace jsonata
