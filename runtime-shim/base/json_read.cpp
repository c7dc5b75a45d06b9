#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include "base/json.h"

namespace base {
namespace json_read_detail {

using boost::system::error_code;
using Text = boost::json::string_view;

constexpr std::size_t kMaxDepth = 512;
constexpr std::size_t kManyMembers = 16;  // above this a table finds repeated names, below it a look at each does
constexpr std::size_t kShown = 20;        // bytes of what cannot be read, in the error
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

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

// Builds the value from Boost.JSON's parser events, one pass, no second tree. What was read waits in one list until the
// array or object that it belongs to ends; that one is made then, at its size.
class Builder {
 public:
  // What the parser asks of its handler: here, nothing that is in memory is too large.
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);

  Json take() { return std::move(waiting_.front().second); }
  const std::string& problem() const { return problem_; }  // where the parser stopped because of what is said here

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& error) { return open(Container::kObject, error); }
  bool on_object_end(std::size_t size, error_code&) {
    const auto first = waiting_.end() - static_cast<std::ptrdiff_t>(size);
    Json object = Json::object();
    object.mutable_members().assign(std::move_iterator(first), std::move_iterator(waiting_.end()));
    drop_repeated_names(object.mutable_members());
    return close(size, std::move(object));
  }
  bool on_array_begin(error_code& error) { return open(Container::kArray, error); }
  bool on_array_end(std::size_t size, error_code&) {
    Json::Array elements;
    elements.reserve(size);
    for (auto i = waiting_.end() - static_cast<std::ptrdiff_t>(size); i != waiting_.end(); ++i)
      elements.push_back(std::move(i->second));
    return close(size, std::move(elements));
  }
  bool on_key_part(Text text, std::size_t, error_code&) { return take_part(text); }
  bool on_key(Text text, std::size_t, error_code&) {
    waiting_.emplace_back(whole(text), Json());
    return true;
  }
  bool on_string_part(Text text, std::size_t, error_code&) { return take_part(text); }
  bool on_string(Text text, std::size_t, error_code&) { return add(whole(text)); }
  bool on_number_part(Text text, error_code&) { return take_part(text); }
  bool on_int64(std::int64_t value, Text, error_code&) { return add_number(value); }
  bool on_uint64(std::uint64_t value, Text, error_code&) { return add_number(value); }
  bool on_double(double rough, Text text, error_code& error) {
    const std::string number = whole(text);  // Boost's own value may be off by the last bit
    double value = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
    if (read.ec == std::errc::result_out_of_range) value = rough;  // too large, or too small to be more than 0
    return std::isfinite(value) ? add(value) : fail("number out of range: " + number, error);
  }
  bool on_bool(bool value, error_code&) { return add(value); }
  bool on_null(error_code&) { return add(Json()); }
  bool on_comment_part(Text, error_code&) { return true; }  // never: they are no JSON, and not asked for
  bool on_comment(Text, error_code&) { return true; }

 private:
  enum class Container { kArray, kObject };
  std::vector<Json::Member> waiting_ = {};  // elements without names
  std::vector<Container> open_ = {};
  std::string parts_ = {};  // of a text with escapes
  std::string problem_ = {};

  bool take_part(Text text) {
    parts_.append(text.data(), text.size());
    return true;
  }
  std::string whole(Text last) {
    if (parts_.empty()) return std::string(last.data(), last.size());
    take_part(last);
    return std::exchange(parts_, {});
  }
  bool add(Json value) {
    if (!open_.empty() && open_.back() == Container::kObject) {
      waiting_.back().second = std::move(value);
    } else {
      waiting_.emplace_back(std::string(), std::move(value));
    }
    return true;
  }
  bool add_number(Json value) {
    parts_.clear();
    return add(std::move(value));
  }
  bool open(Container container, error_code& error) {
    if (open_.size() == kMaxDepth) return fail("nested deeper than " + std::to_string(kMaxDepth), error);
    open_.push_back(container);
    return true;
  }
  bool close(std::size_t size, Json container) {
    waiting_.resize(waiting_.size() - size);
    open_.pop_back();
    return add(std::move(container));
  }
  bool fail(std::string text, error_code& error) {
    problem_ = std::move(text);
    error = boost::json::make_error_code(boost::json::error::input_error);
    return false;
  }
};

// Columns are bytes, from 1.
std::string describe(std::string_view text, std::size_t at, const std::string& what) {
  const std::string_view before = text.substr(0, at);
  const std::string_view rest = text.substr(at, kShown);
  return fmt::format("parse error at line {}, column {}: {}{}", 1 + std::ranges::count(before, '\n'),
                     before.size() - (before.rfind('\n') + 1) + 1, what,
                     rest.empty() ? " (the text ends here)" : " at " + quote_json(rest));
}

}  // namespace json_read_detail

using namespace json_read_detail;

Json Json::parse(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  boost::json::parse_options options;
  options.max_depth = kMaxDepth + 1;  // the handler counts them
  boost::json::basic_parser<Builder> parser(options);
  error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) error = boost::json::make_error_code(boost::json::error::extra_data);
  const std::string& problem = parser.handler().problem();
  if (error) throw JsonError(describe(text, read, problem.empty() ? error.message() : problem));
  return parser.handler().take();
}

std::optional<Json> Json::try_parse(std::string_view text) {
  try {
    return parse(text);
  } catch (const JsonError&) {
    return std::nullopt;
  }
}

}  // namespace base
