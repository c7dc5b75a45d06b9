#include "emulator/asl/expression.h"

#include <cctype>

#include "emulator/asl/intrinsics.h"

namespace asl {
namespace expression_detail {

constexpr int kMaxDepth = 64;

class CallParser {
 public:
  explicit CallParser(std::string_view text) : text_(text) {}

  std::shared_ptr<const Call> parse() {
    auto call = parse_call(0);
    skip();
    return at_ == text_.size() ? call : nullptr;
  }

 private:
  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') {
      ++at_;
    }
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) {
      return false;
    }
    ++at_;
    return true;
  }

  std::shared_ptr<const Call> parse_call(int depth) {
    skip();
    const std::size_t from = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '.')) {
      ++at_;
    }
    auto call = std::make_shared<Call>();
    call->function = find_intrinsic(text_.substr(from, at_ - from));
    if (call->function == nullptr || depth > kMaxDepth || !take('(')) {
      return nullptr;
    }
    if (!take(')')) {
      do {
        auto argument = parse_argument(depth);
        if (!argument) {
          return nullptr;
        }
        call->arguments.push_back(std::move(*argument));
      } while (take(','));
      if (!take(')')) {
        return nullptr;
      }
    }
    if (call->arguments.size() < call->function->min_arguments ||
        call->arguments.size() > call->function->max_arguments) {
      return nullptr;
    }
    call->text = std::string(text_.substr(from, at_ - from));
    return call;
  }

  std::optional<Argument> parse_argument(int depth) {
    skip();
    if (at_ >= text_.size()) {
      return std::nullopt;
    }
    if (text_[at_] == '\'') {
      return parse_text();
    }
    if (text_[at_] == '$') {
      auto path = Path::parse(take_until_end_of_argument());
      return path ? std::optional(Argument{.value = std::move(*path)}) : std::nullopt;
    }
    if (text_.substr(at_).starts_with("States.")) {
      auto call = parse_call(depth + 1);
      return call ? std::optional(Argument{.value = std::move(call)}) : std::nullopt;
    }
    auto literal = Json::try_parse(take_until_end_of_argument());
    if (!literal || literal->is_string() || literal->is_array() || literal->is_object()) {
      return std::nullopt;
    }
    return Argument{.value = std::move(*literal)};
  }

  // A path ends at the comma or parenthesis that is in none of its own brackets or quotes.
  std::string_view take_until_end_of_argument() {
    const std::size_t from = at_;
    int depth = 0;
    char quote = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quote != 0) {
        if (c == '\\') {
          ++at_;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (depth > 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == '[' || c == '(') {
        ++depth;
      } else if (depth > 0 && (c == ']' || c == ')')) {
        --depth;
      } else if (depth == 0 && (c == ',' || c == ')')) {
        break;
      }
    }
    at_ = std::min(at_, text_.size());
    auto taken = text_.substr(from, at_ - from);
    while (taken.ends_with(' ')) {
      taken.remove_suffix(1);
    }
    return taken;
  }

  // In single quotes; only ', \, { and } may be escaped. (States Language, "Intrinsic Functions")
  std::optional<Argument> parse_text() {
    std::string text, raw;
    for (++at_; at_ < text_.size() && text_[at_] != '\''; ++at_) {
      char c = text_[at_];
      if (c == '\\') {
        if (++at_ >= text_.size() || std::string_view("'\\{}").find(text_[at_]) == std::string_view::npos) {
          return std::nullopt;
        }
        c = text_[at_];
        if (c == '{' || c == '}') {
          raw.push_back('\\');
        }
      }
      text.push_back(c);
      raw.push_back(c);
    }
    if (at_++ >= text_.size()) {
      return std::nullopt;
    }
    return Argument{.value = Json(std::move(text)), .raw = std::move(raw)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// Recorded of AWS: a path in a template that leads nowhere is States.Runtime. That a Catcher may still name it
// States.ParameterPathFailure is what the Developer Guide says.
Failure missing(const Path& path, std::string_view field, const Scope& scope) {
  return {Failure::Kind::kRuntime, "States.ParameterPathFailure",
          "The JSONPath '" + path.text() + "' specified for the field '" + std::string(field) +
              "' could not be found in the input '" + scope.data.dump() + "'"};
}

Json run(const Call& call, const Scope& scope, std::string_view field) {
  IntrinsicArguments arguments{.scope = scope};
  for (const auto& argument : call.arguments) {
    if (const auto* literal = std::get_if<Json>(&argument.value)) {
      arguments.values.push_back(*literal);
    } else if (const auto* path = std::get_if<Path>(&argument.value)) {
      auto value = path->find(scope);
      if (!value) {
        throw Failure(Failure::Kind::kRuntime, "States.ParameterPathFailure",
                      "The function '" + call.text +
                          "' had the following error: The JsonPath argument for the field '" + path->text() +
                          "' could not be found in the input '" + scope.data.dump() + "'");
      }
      arguments.values.push_back(std::move(*value));
    } else {
      arguments.values.push_back(run(*std::get<std::shared_ptr<const Call>>(argument.value), scope, field));
    }
  }
  if (!call.arguments.empty() && arguments.values[0].is_string()) {
    const bool is_literal = std::holds_alternative<Json>(call.arguments[0].value);
    arguments.format = is_literal ? call.arguments[0].raw : arguments.values[0].as_string();
  }
  try {
    return call.function->run(arguments);
  } catch (const IntrinsicError& error) {
    throw Failure(Failure::Kind::kError, "States.IntrinsicFailure",
                  "The function '" + call.text + "' had the following error: " + error.what());
  }
}

}  // namespace expression_detail

std::optional<Expression> Expression::parse(std::string_view text) {
  Expression expression;
  expression.text_ = std::string(text);
  if (text.starts_with("$")) {
    auto path = Path::parse(text);
    if (!path) {
      return std::nullopt;
    }
    expression.value_ = std::move(*path);
    return expression;
  }
  auto call = expression_detail::CallParser(text).parse();
  if (!call) {
    return std::nullopt;
  }
  expression.value_ = std::move(call);
  return expression;
}

Json Expression::evaluate(const Scope& scope, std::string_view field) const {
  if (const auto* path = std::get_if<Path>(&value_)) {
    auto value = path->find(scope);
    if (!value) {
      throw expression_detail::missing(*path, field, scope);
    }
    return std::move(*value);
  }
  return expression_detail::run(*std::get<std::shared_ptr<const Call>>(value_), scope, field);
}

Json evaluate_template(const Json& payload_template, const Scope& scope) {
  if (payload_template.is_array()) {
    Json::Array out;
    for (const Json& element : payload_template.elements()) {
      out.push_back(evaluate_template(element, scope));
    }
    return out;
  }
  if (!payload_template.is_object()) {
    return payload_template;
  }
  Json out = Json::object();
  for (const auto& [name, value] : payload_template.members()) {
    const auto expression =
        name.ends_with(".$") && value.is_string() ? Expression::parse(value.as_string()) : std::nullopt;
    if (expression) {
      out.set(std::string_view(name).substr(0, name.size() - 2), expression->evaluate(scope, name));
    } else {
      out.set(name, evaluate_template(value, scope));
    }
  }
  return out;
}

std::optional<std::string> find_bad_expression(const Json& payload_template) {
  for (const Json& element : payload_template.elements()) {
    if (auto bad = find_bad_expression(element)) {
      return bad;
    }
  }
  for (const auto& [name, value] : payload_template.members()) {
    if (name.ends_with(".$")) {
      if (!value.is_string() || !Expression::parse(value.as_string())) {
        return name;
      }
    } else if (auto bad = find_bad_expression(value)) {
      return bad;
    }
  }
  return std::nullopt;
}

}  // namespace asl
