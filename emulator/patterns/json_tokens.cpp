#include "emulator/patterns/json_tokens.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace patterns {
namespace {

constexpr std::size_t kDeepest = 512;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, unsigned point) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6), put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12), put(0x80 | (point >> 6 & 0x3F)), put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18), put(0x80 | (point >> 12 & 0x3F)), put(0x80 | (point >> 6 & 0x3F)),
        put(0x80 | (point & 0x3F));
  }
}

// Four hexadecimal digits; nothing where they are not there.
std::optional<unsigned> hex4(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  unsigned value = 0;
  for (const char c : text.substr(0, 4)) {
    const auto digit = std::string_view("0123456789abcdef").find(static_cast<char>(c | 0x20));
    if (!is_digit(c) && (digit == std::string_view::npos || digit < 10)) return std::nullopt;
    value = value * 16 + static_cast<unsigned>(is_digit(c) ? c - '0' : static_cast<int>(digit));
  }
  return value;
}

}  // namespace

void JsonTokens::fail(std::string message) const { throw JsonTextError(std::move(message)); }

std::string JsonTokens::place(std::size_t position) const {
  const std::string_view before = text_.substr(0, position);
  const auto line = std::ranges::count(before, '\n') + 1;
  const auto last = before.rfind('\n');
  return fmt::format("[Source: (String)\"{}\"; line: {}, column: {}]", base::truncate_utf8(text_, 500), line,
                     position - (last == std::string_view::npos ? 0 : last + 1) + 1);
}

void JsonTokens::fail_unexpected(std::string_view wanted) const {
  const auto byte = static_cast<unsigned char>(text_[at_]);
  fail(fmt::format("Unexpected character ('{}' (code {})): {}", text_[at_], byte, wanted));
}

void JsonTokens::skip_blanks() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
    ++at_;
  }
}

JsonTokens::Token JsonTokens::next() {
  skip_blanks();
  had_escapes_ = false;
  if (open_.empty()) {
    if (begun_ || at_ == text_.size()) return Token::kEnd;
    begun_ = true;
    return value();
  }
  Open& open = open_.back();
  const std::string_view kind = open.object ? "Object" : "Array";
  if (at_ == text_.size()) {
    fail(fmt::format("Unexpected end-of-input: expected close marker for {} (start marker at {})", kind,
                     place(open.begins)));
  }
  if (named_) {
    if (text_[at_] != ':') fail_unexpected("was expecting a colon to separate field name and value");
    ++at_;
    named_ = false;
    skip_blanks();
    return value();
  }
  const char c = text_[at_];
  begins_ = at_;
  if (c == '}' || c == ']') return close(c == '}');
  if (open.any) {
    if (c != ',') fail_unexpected(fmt::format("was expecting comma to separate {} entries", kind));
    ++at_;
    skip_blanks();
  }
  open.any = true;
  if (!open.object) return value();
  if (at_ == text_.size()) fail("Unexpected end-of-input: expected a field name");
  if (text_[at_] != '"') fail_unexpected("was expecting double-quote to start field name");
  string();
  named_ = true;
  return Token::kName;
}

JsonTokens::Token JsonTokens::close(bool object) {
  if (open_.back().object != object) {
    fail(fmt::format("Unexpected close marker '{}': expected '{}' (for {} starting at {})", text_[at_],
                     object ? ']' : '}', object ? "Array" : "Object", place(open_.back().begins)));
  }
  said_ = text_.substr(at_++, 1);
  open_.pop_back();
  return object ? Token::kObjectEnd : Token::kArrayEnd;
}

JsonTokens::Token JsonTokens::value() {
  begins_ = at_;
  if (at_ == text_.size()) fail("Unexpected end-of-input: expected a value");
  const char c = text_[at_];
  if (c == '{' || c == '[') {
    if (open_.size() == kDeepest)
      fail(fmt::format("Document nesting depth exceeds the maximum allowed ({})", kDeepest));
    open_.push_back({.object = c == '{', .begins = at_});
    said_ = text_.substr(at_++, 1);
    return c == '{' ? Token::kObject : Token::kArray;
  }
  if (c == '"') {
    string();
    return Token::kString;
  }
  if (c == '-' || is_digit(c)) return number();
  if (c == 't') return literal("true", Token::kTrue);
  if (c == 'f') return literal("false", Token::kFalse);
  if (c == 'n') return literal("null", Token::kNull);
  fail_unexpected("expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
}

JsonTokens::Token JsonTokens::literal(std::string_view word, Token token) {
  std::size_t end = at_;
  while (end < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[end])) || text_[end] == '_')) ++end;
  said_ = text_.substr(at_, end - at_);
  if (said_ != word) {
    fail(
        fmt::format("Unrecognized token '{}': was expecting (JSON String, Number, Array, Object or token 'null', "
                    "'true' or 'false')",
                    said_));
  }
  at_ = end;
  return token;
}

JsonTokens::Token JsonTokens::number() {
  const std::size_t begin = at_;
  const auto digits = [&] {
    const std::size_t from = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ - from;
  };
  const auto has = [&](std::string_view any) { return at_ < text_.size() && any.find(text_[at_]) != any.npos; };
  if (has("-")) ++at_;
  const bool leading_zero = has("0");
  const std::size_t whole = digits();
  if (whole == 0) fail("Unexpected character in numeric value: expected digit (0-9) to follow minus sign");
  if (leading_zero && whole > 1) fail("Invalid numeric value: Leading zeroes not allowed");
  if (has(".")) {
    ++at_;
    if (digits() == 0) fail("Unexpected character in numeric value: Decimal point not followed by a digit");
  }
  if (has("eE")) {
    ++at_;
    if (has("+-")) ++at_;
    if (digits() == 0) fail("Unexpected character in numeric value: Exponent indicator not followed by a digit");
  }
  said_ = text_.substr(begin, at_ - begin);
  return Token::kNumber;
}

void JsonTokens::string() {
  const std::size_t begin = ++at_;
  for (; at_ < text_.size(); ++at_) {
    const auto byte = static_cast<unsigned char>(text_[at_]);
    if (byte == '"') {
      if (had_escapes_) {
        said_ = unescaped_;
      } else {
        said_ = text_.substr(begin, at_ - begin);
      }
      ++at_;
      if (!base::is_valid_utf8(said_)) fail("Invalid UTF-8 in a string value");
      return;
    }
    if (byte < 0x20) {
      fail(
          fmt::format("Illegal unquoted character ((CTRL-CHAR, code {})): has to be escaped using backslash to be "
                      "included in string value",
                      byte));
    }
    if (byte == '\\') {
      if (!had_escapes_) unescaped_ = text_.substr(begin, at_ - begin);
      had_escapes_ = true;
      escape();
    } else if (had_escapes_) {
      unescaped_ += text_[at_];
    }
  }
  fail("Unexpected end-of-input: was expecting closing quote for a string value");
}

// At a backslash; ends on the last character of the escape.
void JsonTokens::escape() {
  if (++at_ == text_.size()) fail("Unexpected end-of-input in character escape sequence");
  constexpr std::string_view kNames = "\"\\/bfnrt";
  const char c = text_[at_];
  if (const auto known = kNames.find(c); known != std::string_view::npos) {
    unescaped_ += "\"\\/\b\f\n\r\t"[known];
    return;
  }
  if (c != 'u') fail(fmt::format("Unrecognized character escape '{}' (code {})", c, static_cast<unsigned char>(c)));
  auto point = hex4(text_.substr(at_ + 1));
  if (!point) fail("Unexpected character in character escape sequence: expected a hex-digit for character escape");
  at_ += 4;
  if (*point >= 0xD800 && *point < 0xDC00 && text_.substr(at_ + 1).starts_with("\\u")) {
    const auto low = hex4(text_.substr(at_ + 3));
    if (low && *low >= 0xDC00 && *low < 0xE000) {
      point = 0x10000 + ((*point - 0xD800) << 10) + (*low - 0xDC00);
      at_ += 6;
    }
  }
  // Half of a pair stands for no character.
  append_utf8(unescaped_, *point >= 0xD800 && *point < 0xE000 ? 0xFFFD : *point);
}

void JsonTokens::skip() {
  const std::size_t depth = open_.size() - 1;
  while (open_.size() > depth) next();
}

std::string minify_json(std::string_view text) {
  JsonTokens tokens(text);
  std::string out;
  out.reserve(text.size());
  for (;;) {
    const JsonTokens::Token token = tokens.next();
    if (token == JsonTokens::Token::kEnd) return out;
    const bool ends = token == JsonTokens::Token::kObjectEnd || token == JsonTokens::Token::kArrayEnd;
    if (!out.empty() && !ends && out.back() != '{' && out.back() != '[' && out.back() != ':') out += ',';
    if (token == JsonTokens::Token::kName || token == JsonTokens::Token::kString) {
      out += base::quote_json(tokens.text());
    } else {
      out += tokens.text();
    }
    if (token == JsonTokens::Token::kName) out += ':';
  }
}

}  // namespace patterns
