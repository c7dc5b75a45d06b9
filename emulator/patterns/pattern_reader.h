#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/patterns/json_tokens.h"
#include "emulator/patterns/pattern.h"

namespace patterns {

// Reads the members of a match expression, behind its `{`: {"prefix": "a"}. Throws PatternError, JsonTextError.
Condition read_condition(JsonTokens& tokens);

// Reads a pattern's text. `$or` is a keyword in it, or, as in patterns that are older than the keyword, the name of a
// field like any other.
class PatternReader {
 public:
  enum class Or { kKeyword, kField };
  PatternReader(std::string_view text, Or meaning) : tokens_(text), or_(meaning) {}

  Pattern read();
  bool met_or() const { return met_or_; }

 private:
  using Conditions = std::shared_ptr<const std::vector<Condition>>;
  using Alternative = std::map<std::string, Conditions>;  // by path
  void read_object(std::vector<Alternative>& alternatives, const std::string& path, bool inside_or);
  void read_or(std::vector<Alternative>& alternatives, const std::string& path);
  void read_array(std::vector<Alternative>& alternatives, const std::string& path);

  JsonTokens tokens_;
  Or or_ = Or::kKeyword;
  bool met_or_ = false;
};

}  // namespace patterns
