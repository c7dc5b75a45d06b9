#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/json.h"
#include "jsonata/limits.h"
#include "jsonata/value.h"

// JSONata 2.0.6 (docs.jsonata.org), the whole language but $eval: parse once, evaluate many.
//
//   const auto mapping = jsonata::Expression::parse("orders.{'id': orderId, 'total': $sum(lines.price)}");
//   const std::optional<base::Json> result = mapping.evaluate(input);   // nothing: undefined
//
// Numbers are doubles, as in the reference; what is copied from the input as a whole keeps its 64-bit integers.

namespace jsonata {

// Why an expression cannot be read or evaluated. `code` is the reference's ("T2001", "D3030"), one of ours for a limit
// (see limits.h), or what a host function chose.
struct Error : std::runtime_error {
  Error(std::string error_code, const std::string& message);

  std::string code = {};
  std::optional<std::size_t> position =
      {};  // in UTF-16 units from the expression's start, behind the token that is meant
  std::string token = {};
  base::Json value = {};  // what was wrong, where the reference says it
};

// What a host function may do beside looking at its arguments. For the time of the call.
class Call {
 public:
  virtual Value text(std::string_view text) = 0;  // a copy that lives as long as the evaluation
  virtual Value json(base::Json json) = 0;        // likewise
  virtual Value array(std::span<const Value> elements) = 0;
  virtual Value apply(const Value& function, std::span<const Value> arguments) = 0;

 protected:
  ~Call() = default;
};

// Arguments are as many as the signature names (undefined where left out); without a signature, as many as were given.
using HostFunction = std::function<Value(Call&, std::span<const Value>)>;

// The world as an expression sees it: names, functions, time and chance. May be shared by evaluations and by threads as
// long as nobody changes it.
class Environment {
 public:
  Environment();
  ~Environment();
  Environment(Environment&&) noexcept;
  Environment& operator=(Environment&&) noexcept;

  // `name` without '$'. A later one replaces an earlier one, and both hide the built-in of that name.
  void bind(std::string_view name, base::Json value);
  // `signature` as in JSONata ("<s-n?:s>"), or empty: no check. Throws Error for one that cannot be read. `arity` is
  // what $map and its like ask (value, index, whole).
  void define(std::string_view name, std::string_view signature, HostFunction function, std::size_t arity = 1);
  // $now and $millis (asked once an evaluation), $random and $shuffle ([0, 1)). Default: the system's.
  void set_clock(std::function<std::int64_t()> milliseconds);
  void set_random(std::function<double()> random);

  struct Bindings;
  const Bindings& bindings() const { return *bindings_; }

 private:
  std::unique_ptr<Bindings> bindings_;
};

class Expression {
 public:
  // Throws Error with a code (S0201…) and a position.
  static Expression parse(std::string_view text);

  Expression(const Expression&);
  Expression& operator=(const Expression&);
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
  ~Expression();

  // Evaluates against `input`; nothing where the result is undefined. Throws Error. `input` and `environment` are
  // borrowed for the call. May be called from several threads at once.
  std::optional<base::Json> evaluate(const base::Json& input) const;
  std::optional<base::Json> evaluate(const base::Json& input, const Environment& environment,
                                     const Limits& limits = {}) const;
  // The same without an input: $ and every path from it are undefined.
  std::optional<base::Json> evaluate(const Environment& environment, const Limits& limits = {}) const;

  struct Program;

 private:
  std::optional<base::Json> evaluate(const base::Json* input, const Environment& environment,
                                     const Limits& limits) const;

  explicit Expression(std::shared_ptr<const Program> program);

  std::shared_ptr<const Program> program_ = {};
};

}  // namespace jsonata
