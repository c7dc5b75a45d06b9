#include "jsonata/jsonata.h"

#include "base/text.h"
#include "jsonata/evaluator.h"
#include "jsonata/fault.h"

namespace jsonata {

Error::Error(std::string error_code, const std::string& message)
    : std::runtime_error(message), code(std::move(error_code)) {}

Environment::Environment() : bindings_(std::make_unique<Bindings>()) {}
Environment::~Environment() = default;
Environment::Environment(Environment&&) noexcept = default;
Environment& Environment::operator=(Environment&&) noexcept = default;

void Environment::bind(std::string_view name, base::Json value) {
  bindings_->entries.insert_or_assign(std::string(name), Bindings::Entry{.value = std::move(value)});
}

void Environment::define(std::string_view name, std::string_view signature, HostFunction function, std::size_t arity) {
  HostEntry host{.name = std::string(name), .checked = !signature.empty(), .body = std::move(function), .arity = arity};
  try {
    if (host.checked) host.signature = Signature::parse(signature);
  } catch (const Fault& fault) {
    throw to_error(fault, signature);
  }
  bindings_->entries.insert_or_assign(std::string(name), Bindings::Entry{.function = std::move(host)});
}

void Environment::set_clock(std::function<std::int64_t()> milliseconds) { bindings_->clock = std::move(milliseconds); }
void Environment::set_random(std::function<double()> random) { bindings_->random = std::move(random); }

Expression::Expression(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
Expression::Expression(const Expression&) = default;
Expression& Expression::operator=(const Expression&) = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

Expression Expression::parse(std::string_view text) {
  auto program = std::make_shared<Program>();
  program->source = text;
  try {
    if (!base::is_valid_utf8(text)) fail_at("S0304", 0);
    program->intern("@");  // kContextName
    program->clone_name = program->intern("clone");
    program->context_variable = program->intern("");
    program->input_variable = program->intern("$");
    program->root = shape(*program, parse_raw(*program));
    program->mark_fast_ways();
  } catch (const Fault& fault) {
    throw to_error(fault, text);
  }
  return Expression(std::move(program));
}

std::optional<base::Json> Expression::evaluate(const base::Json& input) const {
  static const Environment kEmpty;
  return evaluate(input, kEmpty);
}

std::optional<base::Json> Expression::evaluate(const base::Json& input, const Environment& environment,
                                               const Limits& limits) const {
  return evaluate(&input, environment, limits);
}

std::optional<base::Json> Expression::evaluate(const Environment& environment, const Limits& limits) const {
  return evaluate(nullptr, environment, limits);
}

std::optional<base::Json> Expression::evaluate(const base::Json* input, const Environment& environment,
                                               const Limits& limits) const {
  try {
    Evaluator evaluator(*program_, environment.bindings(), limits);
    return to_json(evaluator.run(input));
  } catch (const Fault& fault) {
    throw to_error(fault, program_->source);
  }
}

}  // namespace jsonata
