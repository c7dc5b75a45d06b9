#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambda {

// The environment variables that the template sets, read once in the init phase. What is missing or wrong is gathered,
// and check() says all of it at once: a function with three names missing is corrected in one round.
class Environment {
 public:
  using Values = std::map<std::string, std::string, std::less<>>;

  explicit Environment(Values values) : values_(std::move(values)) {}
  static Environment of_process();

  // The value; where it is missing or empty, "" or `least` for now and a complaint for check().
  std::string require(std::string_view name);
  std::int64_t require_int(std::string_view name, std::int64_t least = 0);
  // The value, or `otherwise` where it is missing or empty. One that is no integer, or below `least`, is a complaint.
  std::string get_or(std::string_view name, std::string_view otherwise) const;
  std::int64_t get_int_or(std::string_view name, std::int64_t otherwise, std::int64_t least = 0);
  std::optional<std::string> find(std::string_view name) const;  // nothing where it is missing or empty

  // Throws Failure "BadEnvironment", whose message names every complaint so far.
  void check() const;

 private:
  Values values_;
  std::vector<std::string> complaints_ = {};
};

}  // namespace lambda
