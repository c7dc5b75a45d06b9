#include "contracts/raw_json.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <unordered_set>

#include "base/text.h"

namespace contracts {
namespace raw_json_detail {

using base::Json;

constexpr std::size_t kPlainDigits = 15;  // integers of up to 15 digits are the same in every language
constexpr std::size_t kFewMembers = 16;   // up to here a look at each name is faster than a set of them

// Ends the reading: there is one violation, and nothing else counts.
struct Stop {
  std::string rule = {};
};

// Numbers as values or as the text they were written as.
enum class Numbers { kValues, kLexemes };

class Reader {
 public:
  Reader(std::string_view text, Numbers numbers) : text_(text), numbers_(numbers) {}

  Json document() {
    Json value = read_value(0);
    skip_blanks();
    if (at_ != text_.size()) throw Stop{"json"};
    return value;
  }

  std::vector<Violation> violations = {};
  bool saw_lexeme = false;  // a number that is no plain integer

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  void expect(char c) {
    skip_blanks();
    if (peek() != c) throw Stop{"json"};
    ++at_;
  }

  // After a member or an element: is there another?
  bool continues(char end) {
    skip_blanks();
    const char c = peek();
    if (c != ',' && c != end) throw Stop{"json"};
    ++at_;
    return c == ',';
  }

  Json read_value(std::size_t depth) {
    skip_blanks();
    const char c = peek();
    if ((c == '{' || c == '[') && depth >= kMaxDepth) throw Stop{"depth"};
    if (c == '{') return read_object(depth);
    if (c == '[') return read_array(depth);
    if (c == '"') return read_text();
    if (take("true")) return true;
    if (take("false")) return false;
    if (take("null")) return nullptr;
    return read_number();
  }

  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  Json read_object(std::size_t depth) {
    ++at_;
    Json object = Json::object();
    Json::Object& members = object.mutable_members();
    std::unordered_set<std::string> names;  // filled once there are many
    skip_blanks();
    if (peek() == '}') return ++at_, object;
    do {
      skip_blanks();
      if (peek() != '"') throw Stop{"json"};
      std::string name = read_text();
      expect(':');
      const std::size_t parent = path_.size();
      path_ += pointer_step(name);
      Json value = read_value(depth + 1);
      if (is_known(members, names, name)) {
        note("duplicate-key");
      } else {
        members.emplace_back(std::move(name), std::move(value));
      }
      path_.resize(parent);
    } while (continues('}'));
    return object;
  }

  static bool is_known(const Json::Object& members, std::unordered_set<std::string>& names, const std::string& name) {
    if (members.size() < kFewMembers) {
      for (const auto& member : members) {
        if (member.first == name) return true;
      }
      return false;
    }
    if (names.empty()) {
      for (const auto& member : members) names.insert(member.first);
    }
    return !names.insert(name).second;
  }

  Json read_array(std::size_t depth) {
    ++at_;
    Json::Array elements;
    skip_blanks();
    if (peek() == ']') return ++at_, Json(std::move(elements));
    do {
      const std::size_t parent = path_.size();
      path_ += '/' + std::to_string(elements.size());
      elements.push_back(read_value(depth + 1));
      path_.resize(parent);
    } while (continues(']'));
    return Json(std::move(elements));
  }

  std::string read_text() {
    ++at_;
    std::string out;
    bool alone = false;
    for (;;) {
      const std::size_t from = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20) {
        ++at_;
      }
      out += text_.substr(from, at_ - from);
      const char c = peek();
      if (at_ >= text_.size() || (c != '"' && c != '\\')) throw Stop{"json"};
      ++at_;
      if (c == '"') break;
      alone = read_escape(out) || alone;
    }
    if (alone) note("lone-surrogate");
    return out;
  }

  // Returns whether it was half a surrogate pair.
  bool read_escape(std::string& out) {
    const char c = peek();
    ++at_;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        return out += c, false;
      case 'b':
        return out += '\b', false;
      case 'f':
        return out += '\f', false;
      case 'n':
        return out += '\n', false;
      case 'r':
        return out += '\r', false;
      case 't':
        return out += '\t', false;
      case 'u':
        break;
      default:
        throw Stop{"json"};
    }
    std::uint32_t unit = read_hex();
    bool alone = unit >= 0xD800 && unit <= 0xDFFF;
    if (unit >= 0xD800 && unit <= 0xDBFF && text_.substr(at_, 2) == "\\u") {
      const std::size_t before = at_;
      at_ += 2;
      const std::uint32_t low = read_hex();
      if (low >= 0xDC00 && low <= 0xDFFF) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        alone = false;
      } else {
        at_ = before;
      }
    }
    append_utf8(unit,
                out);  // half a pair is spelt as if it were a character, so that two different names stay different
    return alone;
  }

  std::uint32_t read_hex() {
    std::uint32_t unit = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = peek();
      std::uint32_t digit = 0;
      if (c >= '0' && c <= '9') {
        digit = static_cast<std::uint32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        digit = static_cast<std::uint32_t>(c - 'a' + 10);
      } else if (c >= 'A' && c <= 'F') {
        digit = static_cast<std::uint32_t>(c - 'A' + 10);
      } else {
        throw Stop{"json"};
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  static void append_utf8(std::uint32_t point, std::string& out) {
    const auto byte = [&out](std::uint32_t value) { out += static_cast<char>(value); };
    if (point < 0x80) return byte(point);
    if (point < 0x800) {
      byte(0xC0 | point >> 6);
    } else {
      if (point < 0x10000) {
        byte(0xE0 | point >> 12);
      } else {
        byte(0xF0 | point >> 18);
        byte(0x80 | (point >> 12 & 0x3F));
      }
      byte(0x80 | (point >> 6 & 0x3F));
    }
    byte(0x80 | (point & 0x3F));
  }

  std::size_t take_digits() {
    const std::size_t from = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ - from;
  }

  Json read_number() {
    const std::size_t from = at_;
    const bool negative = peek() == '-';
    if (negative) ++at_;
    const bool zero = peek() == '0';
    const std::size_t digits = take_digits();
    if (digits == 0 || (zero && digits > 1)) throw Stop{"json"};
    bool plain = digits <= kPlainDigits && !(negative && zero);
    if (peek() == '.') {
      ++at_;
      if (take_digits() == 0) throw Stop{"json"};
      plain = false;
    }
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      if (take_digits() == 0) throw Stop{"json"};
      plain = false;
    }
    const std::string lexeme(text_.substr(from, at_ - from));
    if (plain) return *base::parse_int(lexeme);
    saw_lexeme = true;
    if (numbers_ == Numbers::kLexemes) return lexeme;
    const double number = std::strtod(lexeme.c_str(), nullptr);  // the process's locale is "C": nobody sets another
    if (!std::isfinite(number)) note("number-range", std::string(base::truncate_utf8(lexeme, 256)));
    return number;
  }

  void note(std::string rule, std::optional<std::string> value = {}) {
    violations.push_back({.stage = Stage::kSyntax, .path = path_, .rule = std::move(rule), .value = std::move(value)});
  }

  std::string_view text_;
  Numbers numbers_;
  std::size_t at_ = 0;
  std::string path_ = {};
};

std::variant<RawDocument, std::vector<Violation>> stopped(std::string rule) {
  return std::vector<Violation>{{.stage = Stage::kSyntax, .path = "", .rule = std::move(rule)}};
}

}  // namespace raw_json_detail

using namespace raw_json_detail;

std::variant<RawDocument, std::vector<Violation>> parse_raw(std::string_view bytes) {
  if (bytes.size() > kMaxPayloadBytes) return stopped("size");
  if (!base::is_valid_utf8(bytes)) return stopped("utf8");
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  try {
    Reader reader(bytes, Numbers::kValues);
    RawDocument document{.value = reader.document()};
    if (!reader.violations.empty()) return sorted(std::move(reader.violations));
    if (reader.saw_lexeme) document.with_lexemes = Reader(bytes, Numbers::kLexemes).document();
    return document;
  } catch (const Stop& stop) {
    return stopped(stop.rule);
  }
}

}  // namespace contracts
