#include "jsonata/regex.h"
#include "jsonata/utf.h"

// ECMAScript's patterns in PCRE2's words. What both write alike passes through; escapes, classes and groups are read as
// ECMA-262 has them (with Annex B) and written so that PCRE2 cannot take them for anything else.

namespace jsonata {
namespace ecma_pattern_detail {

constexpr std::string_view kLineEnds = R"(\n\r\x{2028}\x{2029})";
constexpr std::string_view kBlanks =
    R"(\x09-\x0d\x20\xa0\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})";
constexpr std::string_view kNoBlanks =
    R"(\x00-\x08\x0e-\x1f\x21-\x9f\xa1-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff})";

class Translator {
 public:
  Translator(std::string_view pattern, Regex::Flags flags) : in_(pattern), flags_(flags) { count_groups(); }

  std::string run() {
    while (at_ < in_.size()) {
      const char c = in_[at_];
      switch (c) {
        case '\\':
          escape(false);
          break;
        case '[':
          character_class();
          break;
        case '(':
          open_group();
          break;
        case '.':
          out_ += "[^" + std::string(kLineEnds) + "]";
          ++at_;
          break;
        case '^':
          out_ += flags_.multiline ? "(?<![^" + std::string(kLineEnds) + "])" : "^";
          ++at_;
          break;
        case '$':
          out_ += flags_.multiline ? "(?![^" + std::string(kLineEnds) + "])" : "$";
          ++at_;
          break;
        case '*':
        case '+':
        case '?':
          out_ += c;
          ++at_;
          after_quantifier();
          break;
        case '{':
          brace();
          break;
        case '#':
          out_ += "\\#";
          ++at_;
          break;
        default:
          out_ += c;
          ++at_;
      }
    }
    return std::move(out_);
  }

 private:
  std::string_view in_;
  Regex::Flags flags_;
  std::string out_ = {};
  std::size_t at_ = 0;
  unsigned groups_ = 0;
  bool has_names_ = false;

  [[noreturn]] void refuse(std::string what) const { throw RegexError{.what = std::move(what), .offset = at_}; }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < in_.size() ? in_[at_ + ahead] : '\0'; }
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_hex(char c) { return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f'); }

  void count_groups() {
    bool in_class = false;
    for (std::size_t i = 0; i < in_.size(); ++i) {
      if (in_[i] == '\\') {
        ++i;
      } else if (in_[i] == '[') {
        in_class = true;
      } else if (in_[i] == ']') {
        in_class = false;
      } else if (in_[i] == '(' && !in_class) {
        const std::string_view next = in_.substr(i + 1, 3);
        const bool named = next.starts_with("?<") && !next.starts_with("?<=") && !next.starts_with("?<!");
        if (named || !next.starts_with('?')) ++groups_;
        has_names_ |= named;
      }
    }
  }

  // A second + is possessive to PCRE2 and nothing to ECMAScript.
  void after_quantifier() {
    if (peek() == '?') {
      out_ += '?';
      ++at_;
    }
    if (peek() == '+' || peek() == '*' || peek() == '?') refuse("nothing to repeat");
  }

  void brace() {
    std::size_t end = at_ + 1;
    const auto digits = [&] {
      const std::size_t start = end;
      while (end < in_.size() && is_digit(in_[end])) ++end;
      return end > start;
    };
    bool quantifier = digits();
    if (quantifier && end < in_.size() && in_[end] == ',') {
      ++end;
      digits();
    }
    quantifier = quantifier && end < in_.size() && in_[end] == '}';
    if (!quantifier) {
      out_ += "\\{";
      ++at_;
      return;
    }
    out_ += in_.substr(at_, end + 1 - at_);
    at_ = end + 1;
    after_quantifier();
  }

  void open_group() {
    if (peek(1) == '*') refuse("nothing to repeat");
    if (peek(1) != '?') {
      out_ += '(';
      ++at_;
      return;
    }
    const std::string_view kind = in_.substr(at_ + 2, 2);
    if (kind.starts_with(':') || kind.starts_with('=') || kind.starts_with('!')) {
      out_ += in_.substr(at_, 3);
      at_ += 3;
    } else if (kind == "<=" || kind == "<!") {
      out_ += in_.substr(at_, 4);
      at_ += 4;
    } else if (kind.starts_with('<')) {
      const std::size_t end = in_.find('>', at_);
      if (end == std::string_view::npos) refuse("invalid capture group name");
      out_ += in_.substr(at_, end + 1 - at_);
      at_ = end + 1;
    } else {
      refuse("invalid group");
    }
  }

  void code_point(std::uint32_t value) {
    constexpr char kHex[] = "0123456789abcdef";
    std::string digits;
    do digits.insert(digits.begin(), kHex[value & 15]);
    while (value >>= 4);
    out_ += "\\x{" + digits + "}";
  }

  std::optional<std::uint32_t> hex(std::size_t start, std::size_t count) const {
    if (start + count > in_.size()) return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : in_.substr(start, count)) {
      if (!is_hex(c)) return std::nullopt;
      value = value * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : (c | 32) - 'a' + 10);
    }
    return value;
  }

  // \uXXXX, and the two of a surrogate pair as the character they are.
  void unicode_escape() {
    const auto unit = hex(at_ + 2, 4);
    if (!unit) {
      literal('u');
      return;
    }
    at_ += 6;
    if (*unit >= 0xD800 && *unit < 0xDC00 && peek() == '\\' && peek(1) == 'u') {
      const auto low = hex(at_ + 2, 4);
      if (low && *low >= 0xDC00 && *low < 0xE000) {
        at_ += 6;
        code_point(0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00));
        return;
      }
    }
    code_point(*unit);
  }

  void literal(char c) {
    at_ += 2;
    const auto byte = static_cast<unsigned char>(c);
    const bool word = is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || byte >= 0x80;
    if (!word) out_ += '\\';
    out_ += c;
  }

  void decimal_escape(bool in_class) {
    std::size_t end = at_ + 1;
    unsigned number = 0;
    while (end < in_.size() && is_digit(in_[end]) && number < 10000) {
      number = number * 10 + static_cast<unsigned>(in_[end++] - '0');
    }
    if (!in_class && in_[at_ + 1] != '0' && number <= groups_) {
      out_ += "\\g{" + std::to_string(number) + "}";
      at_ = end;
      return;
    }
    // Annex B: octal, or the digit itself.
    std::uint32_t value = 0;
    std::size_t digit = at_ + 1;
    while (digit < in_.size() && digit < at_ + 4 && in_[digit] >= '0' && in_[digit] <= '7' && value * 8 < 256) {
      value = value * 8 + static_cast<std::uint32_t>(in_[digit++] - '0');
    }
    if (digit == at_ + 1) {
      literal(in_[digit]);
      return;
    }
    code_point(value);
    at_ = digit;
  }

  void escape(bool in_class) {
    if (at_ + 1 >= in_.size()) refuse("\\ at end of pattern");
    const char c = in_[at_ + 1];
    const auto pass = [&] {
      out_ += in_.substr(at_, 2);
      at_ += 2;
    };
    const auto write = [&](std::string_view text) {
      out_ += text;
      at_ += 2;
    };
    if (is_digit(c)) {
      decimal_escape(in_class);
      return;
    }
    switch (c) {
      case 'd':
      case 'D':
      case 'w':
      case 'W':
      case 'n':
      case 'r':
      case 't':
      case 'f':
        pass();
        break;
      case 'v':
        write("\\x0b");
        break;
      case 's':
        write(in_class ? std::string(kBlanks) : "[" + std::string(kBlanks) + "]");
        break;
      case 'S':
        write(in_class ? std::string(kNoBlanks) : "[" + std::string(kNoBlanks) + "]");
        break;
      case 'b':
      case 'B':
        in_class&& c == 'B' ? literal('B') : pass();
        break;
      case 'c':
        if ((peek(2) | 32) >= 'a' && (peek(2) | 32) <= 'z') {
          code_point(static_cast<std::uint32_t>(peek(2)) & 31);
          at_ += 3;
        } else {
          out_ += "\\\\";
          ++at_;
        }
        break;
      case 'x':
        if (const auto value = hex(at_ + 2, 2)) {
          code_point(*value);
          at_ += 4;
        } else {
          literal('x');
        }
        break;
      case 'u':
        unicode_escape();
        break;
      case 'k':
        has_names_ && !in_class ? pass() : literal('k');
        break;
      default:
        literal(c);
    }
  }

  void character_class() {
    out_ += '[';
    ++at_;
    if (peek() == '^') {
      out_ += '^';
      ++at_;
    }
    while (at_ < in_.size() && in_[at_] != ']') {
      if (in_[at_] == '\\') {
        escape(true);
      } else {
        if (in_[at_] == '[') out_ += '\\';  // never a POSIX class
        out_ += in_[at_++];
      }
    }
    if (at_ == in_.size()) refuse("unterminated character class");
    out_ += ']';
    ++at_;
  }
};

}  // namespace ecma_pattern_detail

std::string to_pcre(std::string_view pattern, Regex::Flags flags) {
  return ecma_pattern_detail::Translator(pattern, flags).run();
}

}  // namespace jsonata
