#include <fmt/format.h>

#include <set>

#include "emulator/patterns/pattern.h"
#include "emulator/patterns/pattern_value.h"

namespace patterns {

// Positions count from the quote before the text. (event-ruler)
Wildcard Wildcard::parse(std::string_view text) {
  Wildcard wildcard;
  std::string piece;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char next = at + 1 < text.size() ? text[at + 1] : '"';
    if (text[at] == '*') {
      if (next == '*') throw PatternError(fmt::format("Consecutive wildcard characters at pos {}", at + 1));
      wildcard.pieces_.push_back(std::move(piece));
      piece.clear();
    } else if (text[at] == '\\') {
      if (next != '*' && next != '\\') throw PatternError(fmt::format("Invalid escape character at pos {}", at + 1));
      piece += next;
      ++at;
    } else {
      piece += text[at];
    }
  }
  wildcard.pieces_.push_back(std::move(piece));
  return wildcard;
}

bool Wildcard::matches(std::string_view text) const {
  const std::string& first = pieces_.front();
  if (pieces_.size() == 1) return text == first;
  const std::string& last = pieces_.back();
  if (text.size() < first.size() + last.size() || !text.starts_with(first) || !text.ends_with(last)) return false;
  // Each piece as early as possible leaves the most room to those behind it.
  text = text.substr(first.size(), text.size() - first.size() - last.size());
  for (std::size_t i = 1; i + 1 < pieces_.size(); ++i) {
    const auto found = text.find(pieces_[i]);
    if (found == std::string_view::npos) return false;
    text.remove_prefix(found + pieces_[i].size());
  }
  return true;
}

// States are the places in the pattern; behind an asterisk one may stay. What is counted are sets of states that one
// text leads to, and from a place before an asterisk its own and the asterisk's both. (event-ruler,
// MachineComplexityEvaluator)
std::size_t Wildcard::complexity(std::size_t most) const {
  constexpr std::size_t kMostSets = 2000;
  constexpr int kStar = -1;
  std::vector<int> steps;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    if (i > 0) steps.push_back(kStar);
    for (const char c : pieces_[i]) steps.push_back(static_cast<unsigned char>(c));
  }
  const std::set<int> alphabet(steps.begin(), steps.end());
  using States = std::set<std::size_t>;  // how many steps have been taken
  const auto close = [&](States states) {
    for (const std::size_t state : States(states)) {
      if (state < steps.size() && steps[state] == kStar) states.insert(state + 1);
    }
    return states;
  };
  std::set<States> seen = {close({0})};
  std::vector<States> open(seen.begin(), seen.end());
  std::size_t worst = 0;
  while (!open.empty() && seen.size() < kMostSets) {
    const States states = std::move(open.back());
    open.pop_back();
    worst = std::max(worst, states.size());
    if (worst >= most) return most;
    for (const int byte : alphabet) {
      if (byte == kStar) continue;
      States next;
      for (const std::size_t state : states) {
        if (state > 0 && steps[state - 1] == kStar) next.insert(state);
        if (state < steps.size() && steps[state] == byte) next.insert(state + 1);
      }
      next = close(std::move(next));
      if (!next.empty() && seen.insert(next).second) open.push_back(std::move(next));
    }
  }
  return worst;
}

}  // namespace patterns
