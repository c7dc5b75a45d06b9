#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <unordered_map>

#include "base/json.h"
#include "base/json_text.h"
#include "base/text.h"
#include "base/utf8.h"

namespace base {
namespace json_detail {

constexpr std::size_t kMaxDepth = 512;
constexpr std::size_t kManyMembers = 16;  // above this a table finds repeated names, below it a look at each does

// Keeps the last of the members with one name, in the place of the first.
void drop_repeated_names(Json::Object& members) {
  const auto keep_last = [&](auto find_first) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const std::size_t first = find_first(members[i].first, kept);
      if (first < kept) {
        members[first].second = std::move(members[i].second);
      } else {
        if (kept != i) members[kept] = std::move(members[i]);
        ++kept;
      }
    }
    members.resize(kept);
  };
  if (members.size() <= kManyMembers) {
    keep_last([&](const std::string& name, std::size_t kept) {
      std::size_t i = 0;
      while (i < kept && members[i].first != name) ++i;
      return i;
    });
  } else {
    std::unordered_map<std::string, std::size_t> seen;
    keep_last([&](const std::string& name, std::size_t kept) { return seen.emplace(name, kept).first->second; });
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// One pass over the text. Containers that are not closed yet are a list and not C++ calls, so that a deep document
// needs no deep stack; a fiber's is small.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Json read() {
    Json result;
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // the mark that some editors put before UTF-8
    for (Json* place = &result; place != nullptr; place = find_next_place()) read_value(*place);
    if (at_ != text_.size()) fail("nothing but blanks behind the document");
    return result;
  }

 private:
  [[noreturn]] void fail(std::string_view expected) const {
    const std::string_view before = text_.substr(0, at_);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto column = at_ - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
    throw JsonError(fmt::format("not JSON at line {}, column {}: expected {}", line, column, expected));
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
      ++at_;
  }

  // Reads what comes next into `place`: a whole scalar, or a container's opening bracket.
  void read_value(Json& place) {
    skip_blanks();
    switch (peek()) {
      case '{':
        return open(place, Json::object());
      case '[':
        return open(place, Json::array());
      case '"':
        ++at_;
        place = Json(read_string());
        return;
      case 't':
        return read_word("true", place, true);
      case 'f':
        return read_word("false", place, false);
      case 'n':
        return read_word("null", place, nullptr);
      default:
        return read_number(place);
    }
  }

  void open(Json& place, Json container) {
    if (open_.size() == kMaxDepth) throw JsonError(fmt::format("JSON nested deeper than {}", kMaxDepth));
    ++at_;
    place = std::move(container);
    open_.push_back(&place);
  }

  // Where the next value goes, after the closing brackets, the comma or the name before it; null at the document's end.
  Json* find_next_place() {
    for (;;) {
      skip_blanks();
      if (open_.empty()) return nullptr;
      Json& container = *open_.back();
      const bool is_first = container.empty();
      if (container.is_array()) {
        if (!take(']')) {
          if (!is_first && !take(',')) fail("',' or ']' behind an element");
          container.push_back(Json());
          return &container.mutable_elements().back();
        }
      } else if (!take('}')) {
        if (!is_first && !take(',')) fail("',' or '}' behind a member");
        return &read_name(container.mutable_members());
      } else {
        drop_repeated_names(container.mutable_members());
      }
      open_.pop_back();
    }
  }

  Json& read_name(Json::Object& members) {
    skip_blanks();
    if (!take('"')) fail("a name in quotes");
    Json& value = members.emplace_back(read_string(), Json()).second;
    skip_blanks();
    if (!take(':')) fail("':' behind a name");
    return value;
  }

  void read_word(std::string_view word, Json& place, Json value) {
    if (!text_.substr(at_).starts_with(word)) fail("a value");
    at_ += word.size();
    place = std::move(value);
  }

  // Behind the opening quote.
  std::string read_string() {
    std::string out;
    for (;;) {
      const std::string_view plain = text_.substr(at_, plain_prefix(text_.substr(at_)));
      if (!is_valid_utf8(plain)) fail("UTF-8 in this string");
      out.append(plain);
      at_ += plain.size();
      if (take('"')) return out;
      if (!take('\\'))
        fail(at_ == text_.size() ? "a quote at the end of a string" : "no control character in a string");
      read_escape(out);
    }
  }

  void read_escape(std::string& out) {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (take('u')) return read_code_point(out);
    const auto found = at_ < text_.size() ? kNames.find(text_[at_]) : std::string_view::npos;
    if (found == std::string_view::npos) fail("one of \"\\/bfnrtu behind a backslash");
    ++at_;
    out += kMeanings[found];
  }

  // Behind \u. What UTF-16 needs two units for comes as two escapes; half of such a pair is no character.
  void read_code_point(std::string& out) {
    const unsigned first = read_unit();
    if (first < 0xD800 || first > 0xDFFF) return append_code_point(out, first);
    if (first > 0xDBFF || !take('\\') || !take('u')) fail("both halves of a surrogate pair");
    const unsigned second = read_unit();
    if (second < 0xDC00 || second > 0xDFFF) fail("both halves of a surrogate pair");
    append_code_point(out, 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF));
  }

  unsigned read_unit() {
    unsigned unit = 0;
    const std::string_view digits = text_.substr(at_, 4);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
    if (end != digits.data() + 4 || error != std::errc()) fail("four hexadecimal digits behind \\u");
    at_ += 4;
    return unit;
  }

  void take_digits() {
    if (!is_digit(peek())) fail("a digit");
    while (is_digit(peek())) ++at_;
  }

  void read_number(Json& place) {
    const std::size_t begin = at_;
    if (!take('-') && !is_digit(peek())) fail("a value");
    if (!take('0')) take_digits();
    const std::size_t integer_end = at_;
    if (take('.')) take_digits();
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      take_digits();
    }
    const std::string_view number = text_.substr(begin, at_ - begin);
    if (at_ != integer_end || !read_integer(number, place)) place = Json(read_double(number));
  }

  // False where it has more than 64 bits.
  static bool read_integer(std::string_view number, Json& place) {
    const char* const end = number.data() + number.size();
    std::int64_t value = 0;
    if (std::from_chars(number.data(), end, value).ec == std::errc()) {
      place = Json(value);
      return true;
    }
    std::uint64_t large = 0;
    if (number.starts_with('-') || std::from_chars(number.data(), end, large).ec != std::errc()) return false;
    place = Json(large);
    return true;
  }

  static double read_double(std::string_view number) {
    double value = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), value).ec == std::errc()) return value;
    // Too large, or so small that from_chars gives up where there still is a denormal or nothing.
    value = std::strtod(std::string(number).c_str(), nullptr);
    if (!std::isfinite(value)) throw JsonError(fmt::format("number out of range: {}", number));
    return value;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Json*> open_ = {};  // each the last element of the one before, which does not grow as long as it is open
};

}  // namespace json_detail

Json Json::parse(std::string_view text) { return json_detail::Reader(text).read(); }

std::optional<Json> Json::try_parse(std::string_view text) {
  try {
    return parse(text);
  } catch (const JsonError&) {
    return std::nullopt;
  }
}

}  // namespace base
