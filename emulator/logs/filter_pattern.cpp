#include "emulator/logs/filter_pattern.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/logs/errors.h"

namespace logs {

FilterPattern FilterPattern::parse(std::string_view text) {
  FilterPattern pattern;
  text = base::trim(text);
  if (text.starts_with('{') || text.starts_with('[') || text.starts_with('%')) {
    throw invalid_parameter(
        "Invalid filter pattern: patterns for JSON ({…}), for columns ([…]) and regular expressions (%…%) are "
        "not supported; terms, \"phrases\", ?terms and -terms are.");
  }
  while (!text.empty()) {
    std::vector<std::string>* kind = &pattern.all_;
    if (text.starts_with('?') || text.starts_with('-')) {
      kind = text.front() == '?' ? &pattern.any_ : &pattern.none_;
      text.remove_prefix(1);
    }
    std::string term;
    if (text.starts_with('"')) {
      std::size_t i = 1;
      for (; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        term += text[i];
      }
      if (i >= text.size()) throw invalid_parameter("Invalid filter pattern: a quote is not closed.");
      text.remove_prefix(i + 1);
    } else {
      const auto end = std::min(text.find(' '), text.size());
      term = text.substr(0, end);
      text.remove_prefix(end);
    }
    if (!term.empty()) kind->push_back(std::move(term));
    text = base::trim(text);
  }
  return pattern;
}

bool FilterPattern::matches(std::string_view message) const {
  const auto occurs = [&](const std::string& term) { return message.find(term) != std::string_view::npos; };
  return std::ranges::all_of(all_, occurs) && std::ranges::none_of(none_, occurs) &&
         (any_.empty() || std::ranges::any_of(any_, occurs));
}

}  // namespace logs
