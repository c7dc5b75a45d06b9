#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/json.h"

namespace base {
namespace json_read_detail {

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

// Builds the value from nlohmann's parser events, one pass, no second tree.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Json result = {};
  std::string problem = {};

  bool null() override { return add(Json()); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t& text) override {
    if (!std::isfinite(value)) return fail("number out of range: " + text);
    return add(value);
  }
  bool string(string_t& value) override { return add(Json(std::move(value))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool key(string_t& name) override {
    open_.back().mutable_members().emplace_back(std::move(name), Json());
    return true;
  }
  bool end_object() override {
    drop_repeated_names(open_.back().mutable_members());
    return close();
  }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    const std::string_view text = error.what();
    const auto colon = text.find("parse error");
    return fail(std::string(colon == std::string_view::npos ? text : text.substr(colon)));
  }

 private:
  std::vector<Json> open_ = {};

  bool fail(std::string text) {
    problem = std::move(text);
    return false;
  }
  bool add(Json value) {
    if (open_.empty()) {
      result = std::move(value);
    } else if (open_.back().is_array()) {
      open_.back().push_back(std::move(value));
    } else {
      open_.back().mutable_members().back().second = std::move(value);
    }
    return true;
  }
  bool open(Json container) {
    if (open_.size() == kMaxDepth) return fail("nested deeper than " + std::to_string(kMaxDepth));
    open_.push_back(std::move(container));
    return true;
  }
  bool close() {
    Json closed = std::move(open_.back());
    open_.pop_back();
    return add(std::move(closed));
  }
};

}  // namespace json_read_detail

using namespace json_read_detail;

Json Json::parse(std::string_view text) {
  Builder builder;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) throw JsonError(builder.problem);
  return std::move(builder.result);
}

std::optional<Json> Json::try_parse(std::string_view text) {
  try {
    return parse(text);
  } catch (const JsonError&) {
    return std::nullopt;
  }
}

}  // namespace base
