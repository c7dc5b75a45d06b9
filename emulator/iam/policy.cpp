#include "emulator/iam/policy.h"

#include <algorithm>

#include "base/text.h"

namespace iam {

bool matches_wildcard(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      retry = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool concerns(const Statement& statement, std::string_view action, std::string_view resource) {
  const std::string lower_action = base::to_lower(action);
  return std::ranges::any_of(statement.actions,
                             [&](const std::string& a) { return matches_wildcard(base::to_lower(a), lower_action); }) &&
         std::ranges::any_of(statement.resources, [&](const std::string& r) { return matches_wildcard(r, resource); });
}

Verdict evaluate(const Policy& policy, std::string_view action, std::string_view resource) {
  Verdict verdict;
  for (const Statement& statement : policy) {
    if (!concerns(statement, action, resource)) continue;
    if (statement.effect == Statement::Effect::kDeny)
      return {.denied_by = statement.id.empty() ? "a Deny" : statement.id};
    verdict.allowed = true;
  }
  return verdict;
}

}  // namespace iam
