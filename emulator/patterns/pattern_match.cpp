#include <algorithm>
#include <set>

#include "emulator/patterns/pattern.h"

namespace patterns {
namespace {

constexpr std::size_t kMostStates = 10;

bool in_range(const Condition& range, double number) {
  if (range.above_least ? number <= range.least : number < range.least) return false;
  return range.below_most ? number < range.most : number <= range.most;
}

// The place that both can be in; nothing where they lie in different elements of one array.
std::optional<Place> combine(const Place& a, const Place& b) {
  Place both = a;
  for (const auto& [array, index] : b) {
    const auto known = std::ranges::find(a, array, &Place::value_type::first);
    if (known == a.end()) {
      both.emplace_back(array, index);
    } else if (known->second != index) {
      return std::nullopt;
    }
  }
  return both;
}

}  // namespace

bool Condition::matches(const Value& value) const {
  const bool is_text = value.kind == Value::Kind::kString;
  switch (kind) {
    case Kind::kText:
      return is_text && value.text == text;
    case Kind::kSpelling:
      return !is_text && value.text == text;
    case Kind::kNumber:
      return value.number && *value.number == least;
    case Kind::kRange:
      return value.number && in_range(*this, *value.number);
    case Kind::kAddress: {
      const auto address = is_text ? find_address(value.text) : std::nullopt;
      return address && address->size() == first.size() && *address >= first && *address <= last;
    }
    case Kind::kPrefix:
      return is_text && (ignore_case ? fold_case(value.text).starts_with(text) : value.text.starts_with(text));
    case Kind::kSuffix:
      return is_text && (ignore_case ? fold_case(value.text).ends_with(text) : value.text.ends_with(text));
    case Kind::kSameLetters:
      return is_text && fold_case(value.text) == text;
    case Kind::kWildcard:
      return is_text && wildcard.matches(value.text);
    case Kind::kExists:
      return true;
    case Kind::kAbsent:
      return false;
    case Kind::kNoneOf:
      // Numbers and null are not the text that is meant, so they are something else.
      return std::ranges::none_of(none_of, [&](const Condition& other) { return other.matches(value); });
  }
  return false;
}

// Where values lie in arrays of records: looks for one value for each path, all of the same records.
struct Pattern::Search {
  const Needs& needs;
  const FlatEvent& event;
  std::vector<std::set<std::size_t>> arrays = {};       // that the paths from this one on lie in
  std::set<std::pair<std::size_t, Place>> failed = {};  // where it was tried in vain

  Search(const Needs& needs_, const FlatEvent& event_) : needs(needs_), event(event_), arrays(needs_.size() + 1) {
    for (std::size_t i = needs.size(); i-- > 0;) {
      arrays[i] = arrays[i + 1];
      for (const auto& field : event.find(needs[i].path)) {
        for (const auto& [array, index] : event.place(field.value)) arrays[i].insert(array);
      }
    }
  }

  // Only the arrays that matter to the rest tell places apart.
  bool try_from(std::size_t at, Place place) {
    if (at == needs.size()) return true;
    std::erase_if(place, [&](const auto& member) { return !arrays[at].contains(member.first); });
    std::ranges::sort(place);
    if (failed.contains({at, place})) return false;
    const Need& need = needs[at];
    bool absent = true;
    for (const auto& field : event.find(need.path)) {
      const auto both = combine(place, event.place(field.value));
      if (!both) continue;
      absent = false;
      const bool good = std::ranges::any_of(need.conditions, [&](const auto& c) { return c.matches(field.value); });
      if (good && try_from(at + 1, *both)) return true;
    }
    const bool may_be_absent = std::ranges::any_of(
        need.conditions, [](const Condition& condition) { return condition.kind == Condition::Kind::kAbsent; });
    if (absent && may_be_absent && try_from(at + 1, place)) return true;
    failed.emplace(at, std::move(place));
    return false;
  }
};

bool Pattern::matches(const Needs& needs, const FlatEvent& event) {
  // A path that holds nothing good at all settles it without a search, and most events end here.
  for (const Need& need : needs) {
    const auto fields = event.find(need.path);
    const bool possible = std::ranges::any_of(need.conditions, [&](const Condition& condition) {
      if (condition.kind == Condition::Kind::kAbsent) return fields.empty() || event.has_arrays();
      return std::ranges::any_of(fields, [&](const auto& field) { return condition.matches(field.value); });
    });
    if (!possible) return false;
  }
  return !event.has_arrays() || Search(needs, event).try_from(0, {});
}

bool Pattern::matches(const FlatEvent& event) const {
  return std::ranges::any_of(alternatives_, [&](const Needs& needs) { return matches(needs, event); });
}

std::size_t Pattern::complexity(std::size_t most) const {
  std::size_t worst = 0;
  const auto look = [&](const auto& self, const std::vector<Condition>& conditions) -> void {
    for (const Condition& condition : conditions) {
      if (condition.kind == Condition::Kind::kWildcard) worst = std::max(worst, condition.wildcard.complexity(most));
      self(self, condition.none_of);
    }
  };
  for (const Needs& needs : alternatives_) {
    for (const Need& need : needs) look(look, need.conditions);
  }
  return worst;
}

void check_complexity(const Pattern& pattern) {
  if (pattern.complexity(kMostStates) < kMostStates) return;
  throw PatternError(
      "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a "
      "wildcard character");
}

}  // namespace patterns
