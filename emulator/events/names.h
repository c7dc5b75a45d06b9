#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/protocol/fault.h"

namespace events {

// Gathers what breaks the model of a request, so that a caller is told all of it at once: "2 validation errors
// detected: …; …".
class Constraints {
 public:
  // Letters, digits, '.', '-', '_' and what `more` holds; at least one of them, at most `longest`.
  void check_name(std::string_view value, std::string_view path, std::size_t longest, std::string_view more = "");
  void check_one_of(std::string_view value, std::string_view path, const std::vector<std::string>& allowed);
  void check_length(std::string_view value, std::string_view path, std::size_t longest);
  void require() const;  // throws validation() where something is wrong

 private:
  void add(std::string_view value, std::string_view path, std::string_view rule);
  std::vector<std::string> problems_ = {};
};

}  // namespace events
