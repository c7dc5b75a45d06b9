#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace logs {

// A filter pattern of unstructured text: terms that must all occur, ?terms of which one must, -terms that must not;
// "quoted phrases" are one term. Case counts. (CloudWatch Logs User Guide, "Filter pattern syntax")
class FilterPattern {
 public:
  // Throws invalid_parameter(): a pattern for JSON or for space-delimited text, which is not supported here, or an open
  // quote.
  static FilterPattern parse(std::string_view text);
  bool matches(std::string_view message) const;

 private:
  std::vector<std::string> all_ = {}, any_ = {}, none_ = {};
};

}  // namespace logs
