#include "emulator/replay/comparison.h"

#include <algorithm>

#include "base/text.h"
#include "base/time.h"

namespace replay {
namespace comparison_detail {

using base::Json;
using Place = std::vector<std::string>;

Place below(Place place, std::string segment) {
  place.push_back(std::move(segment));
  return place;
}

// --- bind: texts that differ from run to run, and stand for one another ---

using Names = std::vector<std::pair<std::string, std::string>>;  // actual → expected

void collect(const Json& expected, const Json& actual, const Place& pattern, std::size_t depth, Names& names) {
  if (depth == pattern.size()) {
    if (!expected.is_string() || !actual.is_string() || actual.as_string().empty()) return;
    // Where the same id was expected twice, another one the second time is no name for it.
    const bool is_bound = std::ranges::find(names, expected.as_string(), &Names::value_type::second) != names.end();
    if (!is_bound) names.emplace_back(actual.as_string(), expected.as_string());
    return;
  }
  const std::string& segment = pattern[depth];
  for (const auto& [name, value] : expected.members()) {
    const Json* other = actual.find(name);
    if (other && (segment == "*" || segment == name)) collect(value, *other, pattern, depth + 1, names);
  }
  for (std::size_t i = 0; i < std::min(expected.elements().size(), actual.elements().size()); ++i) {
    if (segment == "*" || segment == std::to_string(i)) {
      collect(expected.at(i), actual.at(i), pattern, depth + 1, names);
    }
  }
}

// Longest first and all at once: a name that was put in must not be found again.
std::string renamed(std::string_view text, const Names& names) {
  std::string result;
  while (!text.empty()) {
    const auto found = std::ranges::find_if(names, [&](const auto& name) { return text.starts_with(name.first); });
    if (found == names.end()) {
      result += text.front();
      text.remove_prefix(1);
    } else {
      result += found->second;
      text.remove_prefix(found->first.size());
    }
  }
  return result;
}

Json renamed(const Json& value, const Names& names) {
  if (value.is_string()) return renamed(std::string_view(value.as_string()), names);
  if (value.is_array()) {
    Json result = Json::array();
    for (const Json& element : value.elements()) result.push_back(renamed(element, names));
    return result;
  }
  if (!value.is_object()) return value;
  Json result = Json::object();
  for (const auto& [name, member] : value.members()) {
    result.set(renamed(std::string_view(name), names), renamed(member, names));
  }
  return result;
}

Json with_names_bound(const Case& expected, const Json& actual) {
  Names names;
  for (const Rule& rule : expected.rules) {
    if (rule.kind == Rule::Kind::kBind) collect(expected.expect, actual, parse_pointer(rule.path), 0, names);
  }
  std::ranges::stable_sort(names, std::ranges::greater(), [](const auto& name) { return name.first.size(); });
  return names.empty() ? actual : renamed(actual, names);
}

// --- forms ---

bool is_uuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return std::ranges::equal(text, kForm, [](char c, char form) {
    return form == '-' ? c == '-' : std::string_view("0123456789abcdef").find(c) != std::string_view::npos;
  });
}

bool is_ulid(std::string_view text) {
  return text.size() == 26 && text.front() <= '7' && std::ranges::all_of(text, [](char c) {
           return std::string_view("0123456789ABCDEFGHJKMNPQRSTVWXYZ").find(c) != std::string_view::npos;
         });
}

// "-0010.50" → "-10.5"; nothing where it is no plain decimal number.
std::optional<std::string> shortest_decimal(const Json& value) {
  std::string text = value.is_string() ? value.as_string() : value.dump();
  const bool negative = text.starts_with('-');
  if (negative) text.erase(0, 1);
  const bool plain =
      !text.empty() && std::ranges::all_of(text, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
  if (!plain || std::ranges::count(text, '.') > 1) return std::nullopt;
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
  }
  const auto first = text.find_first_not_of('0');
  text = first == std::string::npos || text[first] == '.' ? "0" + text.substr(std::min(first, text.size()))
                                                          : text.substr(first);
  return (negative && text != "0" ? "-" : "") + text;
}

class Comparison {
 public:
  explicit Comparison(const Case& expected) : case_(expected) {}

  void compare(const Json* expected, const Json* actual, const Place& place) {
    if (!expected || !actual) return report(expected, actual, place);
    const Rule* rule = find_rule(place);
    if (rule) return compare_by(*rule, *expected, *actual, place);
    if (expected->is_object() && actual->is_object()) return compare_members(*expected, *actual, place);
    if (expected->is_array() && actual->is_array()) return compare_elements(*expected, *actual, place);
    if (!(*expected == *actual)) report(expected, actual, place);
  }

  // In any order: what both have goes, and the rest is compared one by one.
  void compare_as_sets(const Json& expected, const Json& actual, const Place& place) {
    std::vector<std::pair<std::size_t, const Json*>> left;
    std::vector<const Json*> right;
    for (const Json& element : actual.elements()) right.push_back(&element);
    for (std::size_t i = 0; i < expected.elements().size(); ++i) {
      const Place here = below(place, std::to_string(i));
      const auto same = std::ranges::find_if(right, [&](const Json* other) {
        Comparison trial(case_);
        trial.compare(&expected.at(i), other, here);
        return trial.differences.empty();
      });
      if (same == right.end()) {
        left.emplace_back(i, &expected.at(i));
      } else {
        right.erase(same);
      }
    }
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      const std::size_t index = i < left.size() ? left[i].first : expected.size() + i - left.size();
      compare(i < left.size() ? left[i].second : nullptr, i < right.size() ? right[i] : nullptr,
              below(place, std::to_string(index)));
    }
  }

  std::vector<Difference> differences = {};

 private:
  const Rule* find_rule(const Place& place) const {
    for (const Rule& rule : case_.rules) {
      if (rule.kind != Rule::Kind::kBind && fits(rule.path, place, Fit::kExactly)) return &rule;
    }
    return nullptr;
  }

  void compare_by(const Rule& rule, const Json& expected, const Json& actual, const Place& place) {
    const std::string text = actual.is_string() ? actual.as_string() : "";
    switch (rule.kind) {
      case Rule::Kind::kAny:
      case Rule::Kind::kBind:
        return;
      case Rule::Kind::kUuid:
        return is_uuid(text) ? void() : report(&expected, &actual, place, "a UUID");
      case Rule::Kind::kUlid:
        return is_ulid(text) ? void() : report(&expected, &actual, place, "a ULID");
      case Rule::Kind::kTime:
        return base::parse_iso8601(text) ? void() : report(&expected, &actual, place, "an RFC 3339 time");
      case Rule::Kind::kDecimal: {
        const auto number = shortest_decimal(actual);
        if (!number || number != shortest_decimal(expected)) report(&expected, &actual, place, "the same number");
        return;
      }
      case Rule::Kind::kSet:
        if (!expected.is_array() || !actual.is_array()) return report(&expected, &actual, place, "a list in any order");
        return compare_as_sets(expected, actual, place);
    }
  }

  void compare_members(const Json& expected, const Json& actual, const Place& place) {
    for (const auto& [name, value] : expected.members()) compare(&value, actual.find(name), below(place, name));
    for (const auto& [name, value] : actual.members()) {
      if (!expected.contains(name)) report(nullptr, &value, below(place, name));
    }
  }

  void compare_elements(const Json& expected, const Json& actual, const Place& place) {
    for (std::size_t i = 0; i < std::max(expected.size(), actual.size()); ++i) {
      compare(i < expected.size() ? &expected.at(i) : nullptr, i < actual.size() ? &actual.at(i) : nullptr,
              below(place, std::to_string(i)));
    }
  }

  void report(const Json* expected, const Json* actual, const Place& place, std::string wanted = {}) {
    Difference difference{.path = to_pointer(place),
                          .expected = expected ? expected->dump() : "",
                          .actual = actual ? actual->dump() : "",
                          .wanted = std::move(wanted)};
    for (const Reason& reason : case_.reasons) {
      if (!difference.rule.empty() || !fits(reason.path, place, Fit::kBelow)) continue;
      difference.rule = reason.rule;
    }
    differences.push_back(std::move(difference));
  }

  const Case& case_;
};

}  // namespace comparison_detail

std::vector<Difference> compare(const Case& expected, const base::Json& actual) {
  using namespace comparison_detail;
  const Json bound = with_names_bound(expected, actual);
  Comparison comparison(expected);
  for (const std::string_view section : kSections) {
    if (std::ranges::find(expected.ignore, section) != expected.ignore.end()) continue;
    const Json* wanted = expected.expect.find(section);
    const Json* found = bound.find(section);
    const Json nothing = found && found->is_array() ? Json::array() : Json::object();
    const Place place = {std::string(section)};
    if (section != "dynamodb") {
      comparison.compare(wanted ? wanted : &nothing, found ? found : &nothing, place);
      continue;
    }
    // Items have no order: what sorts them may be an id of this run.
    const Json& tables = wanted ? *wanted : nothing;
    const Json& actual_tables = found ? *found : nothing;
    for (const auto& [table, items] : tables.members()) {
      const Json* other = actual_tables.find(table);
      comparison.compare_as_sets(items, other ? *other : Json::array(), below(place, table));
    }
    for (const auto& [table, items] : actual_tables.members()) {
      if (!tables.contains(table)) comparison.compare_as_sets(Json::array(), items, below(place, table));
    }
  }
  return std::move(comparison.differences);
}

}  // namespace replay
