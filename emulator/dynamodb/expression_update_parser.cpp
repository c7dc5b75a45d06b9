#include <fmt/format.h>

#include <set>

#include "emulator/dynamodb/expression_parser.h"
#include "emulator/dynamodb/expression_update.h"

namespace dynamodb {
namespace update_parser {

using Action = Update::Action;
using Kind = Update::Kind;

// update  := section*             section := SET set, … | REMOVE path, … | ADD path :v, … | DELETE path :v, …
// set     := path = value         value   := operand | operand + operand | operand - operand | ( value )
// operand := path | :v | if_not_exists(path, operand) | list_append(operand, operand) | ( operand )
class Parser : ExpressionParser {
 public:
  using ExpressionParser::ExpressionParser;

  Update parse() {
    Update update;
    do parse_section(update);
    while (peek().kind != Token::Kind::kEnd);
    throw_first_problem();
    return update;
  }

 private:
  enum Rank {
    kReserved,
    kUnknownFunction,
    kSection,
    kUndefinedName,
    kUndefinedValue,
    kOverlap,
    kConflict,
    kOperator,
    kFunction
  };

  struct Section {
    std::string_view word = {};
    Kind kind = Kind::kSet;
  };
  static constexpr Section kSections[] = {
      {"SET", Kind::kSet}, {"REMOVE", Kind::kRemove}, {"ADD", Kind::kAdd}, {"DELETE", Kind::kDelete}};

  std::set<Kind> seen_ = {};

  void parse_section(Update& update) {
    for (const Section& section : kSections) {
      if (!take_word(section.word)) continue;
      if (!seen_.insert(section.kind).second) {
        note(kSection, fmt::format("The \"{}\" section can only be used once in an update expression;", section.word));
      }
      do update.actions.push_back(parse_action(section));
      while (take_symbol(","));
      return;
    }
    fail_syntax(peek());
  }

  Path parse_target() {
    for (const Section& section : kSections) {
      if (is_word(section.word)) fail_syntax(peek());
    }
    return parse_path(kReserved, kUndefinedName);
  }

  Action parse_action(const Section& section) {
    count_operator();
    Action action = {.kind = section.kind, .path = parse_target()};
    switch (section.kind) {
      case Kind::kSet:
        expect_symbol("=");
        parse_set_value(action);
        break;
      case Kind::kRemove:
        break;
      case Kind::kAdd:
      case Kind::kDelete:
        action.operand = {.kind = Operand::Kind::kValue, .value = parse_value(kUndefinedValue)};
        check_operand_type(section, action.operand.value);
        break;
    }
    note_path(action.path, kOverlap, kConflict);
    return action;
  }

  // ADD takes numbers and sets, DELETE sets alone.
  void check_operand_type(const Section& section, const AttributeValue* value) {
    if (!value || value->is_set() || (section.kind == Kind::kAdd && value->is(Type::kNumber))) return;
    note(kOperator, fmt::format("Incorrect operand type for operator or function; operator: {}, operand type: {}",
                                section.word, title_of(value->type)));
  }

  void parse_set_value(Action& action) {
    const Depth depth(*this);
    // "(a + b)" and "(a) + b" begin alike: a parenthesis is the value's own if the sum is inside it.
    if (is_symbol("(") && sum_is_inside()) {
      next();
      parse_set_value(action);
      return expect_symbol(")");
    }
    action.operand = parse_operand();
    for (const char sign : {'+', '-'}) {
      if (!take_symbol(std::string_view(&sign, 1))) continue;
      count_operator();
      action.sign = sign;
      action.second = parse_operand();
      check_values_are(std::string_view(&sign, 1), {&action.operand, &action.second}, Type::kNumber);
      return;
    }
  }

  bool sum_is_inside() const {
    int open = 0;
    for (std::size_t i = 0;; ++i) {
      const Token& token = peek(i);
      if (token.kind == Token::Kind::kEnd) return false;
      if (token.text == "(") ++open;
      if (token.text == ")" && --open == 0) return false;
      if (open == 1 && (token.text == "+" || token.text == "-")) return true;
    }
  }

  Operand parse_operand() {
    const Depth depth(*this);
    const Token start = peek();
    if (take_symbol("(")) {
      Operand inner = parse_operand();
      expect_symbol(")");
      return inner;
    }
    if (start.kind == Token::Kind::kValue) {
      return {.kind = Operand::Kind::kValue, .value = parse_value(kUndefinedValue)};
    }
    if (start.kind == Token::Kind::kWord && peek(1).kind == Token::Kind::kSymbol && peek(1).text == "(") {
      return parse_function();
    }
    return {.path = parse_target()};
  }

  Operand parse_function() {
    count_operator();
    Operand result = {.kind = Operand::Kind::kFunction, .function_name = std::string(next().text)};
    expect_symbol("(");
    do result.arguments.push_back(parse_operand());
    while (take_symbol(","));
    expect_symbol(")");
    const std::string& name = result.function_name;
    if (name == "if_not_exists") result.function = Function::kIfNotExists;
    if (name == "list_append") result.function = Function::kListAppend;
    if (result.function == Function::kUnknown) {
      note(kUnknownFunction, fmt::format("Invalid function name; function: {}", name));
    } else if (result.arguments.size() != 2) {
      note(kFunction, fmt::format("Incorrect number of operands for operator or function; operator or function: {}, "
                                  "number of operands: {}",
                                  name, result.arguments.size()));
    } else if (result.function == Function::kListAppend) {
      check_values_are(name, {&result.arguments[0], &result.arguments[1]}, Type::kList);
    } else if (!result.arguments[0].is_path()) {
      note(kFunction, fmt::format("Operator or function requires a document path; operator or function: {}", name));
    }
    return result;
  }

  // The values among the operands must be of this type; what paths and functions give is seen when it is applied.
  void check_values_are(std::string_view name, std::initializer_list<const Operand*> operands, Type wanted) {
    for (const Operand* operand : operands) {
      if (operand->kind != Operand::Kind::kValue || !operand->value || operand->value->is(wanted)) continue;
      return note(
          kFunction,
          fmt::format("Incorrect operand type for operator or function; operator or function: {}, operand type: {}",
                      name, name_of(operand->value->type)));
    }
  }
};

}  // namespace update_parser

Update parse_update(std::string_view expression, Placeholders& placeholders) {
  return update_parser::Parser("UpdateExpression", expression, placeholders).parse();
}

}  // namespace dynamodb
