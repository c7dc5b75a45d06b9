#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"

// RecordingMatcher: compares what we say with a recording of AWS whose changing parts were replaced by words:
// "timestamp" and the case's placeholders match anything, <name:1> any text (the same one everywhere),
// 111111111111 any account. Texts that hold JSON are compared as JSON.

namespace asl {

class RecordingMatcher {
 public:
  explicit RecordingMatcher(const base::Json& placeholders);

  // Where they differ, in words; empty where they do not.
  std::vector<std::string> compare(const base::Json& expected, const base::Json& actual);
  std::vector<std::string> compare_history(const base::Json& expected, const std::vector<base::Json>& actual,
                                           bool parallel_unordered);

 private:
  void diff(const base::Json& expected, const base::Json& actual, const std::string& where,
            std::vector<std::string>& out);
  bool matches(const std::string& expected, const std::string& actual);
  void compare_unordered(const base::Json& expected, std::vector<base::Json> actual, std::vector<std::string>& out);

  std::set<std::string> wild_ = {"timestamp", "datetime", "date"};
  std::map<std::string, std::string> bound_ = {};
};

}  // namespace asl
