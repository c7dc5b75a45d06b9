#include "emulator/template/problem.h"

#include <algorithm>
#include <tuple>

namespace cfn {

std::string to_string(const Problem& problem) {
  std::string text = problem.file;
  if (problem.line > 0) text += ":" + std::to_string(problem.line);
  text += ": ";
  if (!problem.path.empty()) text += problem.path + ": ";
  return text + problem.message;
}

std::vector<Problem> Problems::sorted() const {
  const auto key = [](const Problem& p) { return std::tie(p.file, p.line, p.path, p.message); };
  std::vector<Problem> all = found_;
  std::stable_sort(all.begin(), all.end(), [&](const Problem& a, const Problem& b) { return key(a) < key(b); });
  all.erase(std::unique(all.begin(), all.end(), [&](const Problem& a, const Problem& b) { return key(a) == key(b); }),
            all.end());
  return all;
}

}  // namespace cfn
