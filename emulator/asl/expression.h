#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "emulator/asl/failure.h"
#include "emulator/asl/path.h"

// Expression: what stands behind a name that ends in ".$": a path or a call of an intrinsic function, whose arguments
// are paths, literals and calls.

namespace asl {

struct Intrinsic;
struct Call;

struct Argument {
  std::variant<Json, Path, std::shared_ptr<const Call>> value = Json();
  std::string raw = {};  // a string literal with its \{ and \} still escaped, for States.Format
};

struct Call {
  const Intrinsic* function = nullptr;
  std::string text = {};
  std::vector<Argument> arguments = {};
};

class Expression {
 public:
  // Nothing where it is neither a JSONPath nor a well-formed call of a function that exists.
  static std::optional<Expression> parse(std::string_view text);

  const std::string& text() const { return text_; }
  // `field` is what error messages name, "value.$".
  // Throws Failure: a path leads nowhere, or a function refuses its arguments.
  Json evaluate(const Scope& scope, std::string_view field) const;

 private:
  std::string text_ = {};
  std::variant<Path, std::shared_ptr<const Call>> value_ = {};
};

// A payload template (Parameters, ResultSelector, ItemSelector, Assign): members whose name ends in ".$" are evaluated,
// everything else is copied.
Json evaluate_template(const Json& payload_template, const Scope& scope);

// The first member in it whose ".$" value is no expression: its name.
std::optional<std::string> find_bad_expression(const Json& payload_template);

}  // namespace asl
