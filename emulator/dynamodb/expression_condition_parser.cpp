#include <fmt/format.h>

#include <array>
#include <optional>

#include "base/text.h"
#include "emulator/dynamodb/expression_condition.h"
#include "emulator/dynamodb/expression_condition_checks.h"
#include "emulator/dynamodb/expression_parser.h"

namespace dynamodb {
namespace condition_parser {

using Kind = Condition::Kind;

constexpr std::pair<std::string_view, Kind> kComparisons[] = {{"=", Kind::kEqual},   {"<>", Kind::kNotEqual},
                                                              {"<", Kind::kLess},    {"<=", Kind::kLessEqual},
                                                              {">", Kind::kGreater}, {">=", Kind::kGreaterEqual}};

constexpr std::size_t kMaxInOperands = 100;

// or  := and (OR and)*            and  := not (AND not)*           not := NOT not | comparison
// comparison := term (= <> < <= > >=) term | term BETWEEN term AND term | term IN (term, …) | term
// term := ( or ) | function(term, …) | :value | path
class Parser : ExpressionParser {
 public:
  using ExpressionParser::ExpressionParser;

  Condition parse() {
    Condition condition = condition_of(parse_or());
    expect_end();
    throw_first_problem();
    return condition;
  }

 private:
  // Ranks of late errors. A comparison's own errors are ranked inside it; only the first faulty comparison tells.
  enum Rank { kParentheses, kUnknownFunction, kMisusedFunction, kReserved, kComparison };

  // An operand until an operator or a place that wants a condition says what it is.
  struct Term {
    std::optional<Condition> condition = {};
    Operand operand = {};
    Token start = {};
    bool in_parentheses = false;
  };

  Condition condition_of(Term term) {
    if (term.condition) return *std::move(term.condition);
    if (!term.operand.is_function()) fail_syntax(peek());
    if (term.operand.function == Function::kSize) misuse(term.operand);
    return {.kind = Kind::kFunction, .operands = {std::move(term.operand)}};
  }

  Term parse_chain(Kind kind, std::string_view word, Term (Parser::*parse_part)()) {
    Term first = (this->*parse_part)();
    if (!is_word(word)) return first;
    Condition chain = {.kind = kind};
    chain.parts.push_back(condition_of(std::move(first)));
    while (take_word(word)) {
      count_operator();
      chain.parts.push_back(condition_of((this->*parse_part)()));
    }
    return {.condition = std::move(chain)};
  }

  Term parse_or() { return parse_chain(Kind::kOr, "OR", &Parser::parse_and); }
  Term parse_and() { return parse_chain(Kind::kAnd, "AND", &Parser::parse_not); }

  Term parse_not() {
    const Depth depth(*this);
    if (!take_word("NOT")) return parse_comparison();
    count_operator();
    Condition negation = {.kind = Kind::kNot};
    negation.parts.push_back(condition_of(parse_not()));
    return {.condition = std::move(negation)};
  }

  Term parse_comparison() {
    checks_ = {};
    Term left = parse_term();
    if (left.condition) return left;
    std::optional<Term> made;
    for (const auto& [symbol, kind] : kComparisons) {
      if (!take_symbol(symbol)) continue;
      count_operator();
      Operand right = parse_operand();
      checks_.comparison(symbol, left.operand, right);
      made = comparison(kind, {std::move(left.operand), std::move(right)});
      break;
    }
    if (!made && take_word("BETWEEN")) made = parse_between(std::move(left.operand));
    if (!made && take_word("IN")) made = parse_in(std::move(left.operand));
    if (const auto problem = checks_.first()) note(kComparison, *problem);
    return made ? *std::move(made) : left;
  }

  Term parse_between(Operand subject) {
    count_operator();
    Operand low = parse_operand();
    if (!take_word("AND")) fail_syntax(peek());
    Operand high = parse_operand();
    checks_.between(low, high);
    return comparison(Kind::kBetween, {std::move(subject), std::move(low), std::move(high)});
  }

  Term parse_in(Operand subject) {
    count_operator();
    std::vector<Operand> operands = {std::move(subject)};
    expect_symbol("(");
    do operands.push_back(parse_operand());
    while (take_symbol(","));
    expect_symbol(")");
    if (operands.size() - 1 > kMaxInOperands) {
      checks_.note_operand(fmt::format("The IN operator is provided with too many operands; number of operands: {}",
                                       operands.size() - 1));
    }
    return comparison(Kind::kIn, std::move(operands));
  }

  Term comparison(Kind kind, std::vector<Operand> operands) {
    for (const Operand& operand : operands) misuse_unless_size(operand);
    return {.condition = Condition{.kind = kind, .operands = std::move(operands)}};
  }

  Operand parse_operand() {
    Term term = parse_term();
    if (term.condition) fail_syntax(term.start);
    return std::move(term.operand);
  }

  Term parse_term() {
    const Token start = peek();
    if (take_symbol("(")) {
      const Depth depth(*this);
      Term inner = parse_or();
      expect_symbol(")");
      if (inner.in_parentheses) note(kParentheses, "The expression has redundant parentheses;");
      inner.in_parentheses = true;
      inner.start = start;
      return inner;
    }
    Term term = {.start = start};
    if (start.kind == Token::Kind::kValue) {
      term.operand.kind = Operand::Kind::kValue;
      const AttributeValue* value = find_value();
      term.operand.value = value;
    } else if (start.kind == Token::Kind::kWord && is_keyword(start.text)) {
      fail_syntax(start);
    } else if (start.kind == Token::Kind::kWord && peek(1).kind == Token::Kind::kSymbol && peek(1).text == "(") {
      term.operand = parse_function();
    } else {
      term.operand.path = parse_path(kReserved, kComparison);
    }
    return term;
  }

  const AttributeValue* find_value() { return parse_value(kComparison); }

  static bool is_keyword(std::string_view word) {
    for (const std::string_view keyword : {"AND", "OR", "NOT", "BETWEEN", "IN"}) {
      if (base::equals_ignore_case(word, keyword)) return true;
    }
    return false;
  }

  Operand parse_function() {
    const Depth depth(*this);
    count_operator();
    Operand result = {.kind = Operand::Kind::kFunction, .function_name = std::string(next().text)};
    expect_symbol("(");
    do result.arguments.push_back(parse_operand());
    while (take_symbol(","));
    expect_symbol(")");
    for (const Operand& argument : result.arguments) misuse_unless_size(argument);
    result.function = condition_function(result.function_name);
    if (result.function == Function::kUnknown) {
      note(kUnknownFunction, fmt::format("Invalid function name; function: {}", result.function_name));
    } else {
      checks_.function(result);
    }
    return result;
  }

  void misuse(const Operand& function) {
    note(kMisusedFunction, fmt::format("The function is not allowed to be used this way in an expression; function: {}",
                                       function.function_name));
  }
  void misuse_unless_size(const Operand& operand) {
    if (operand.is_function() && operand.function != Function::kSize) misuse(operand);
  }

  ComparisonChecks checks_ = {};
};

}  // namespace condition_parser

Condition parse_condition(std::string_view kind, std::string_view expression, Placeholders& placeholders) {
  return condition_parser::Parser(kind, expression, placeholders).parse();
}

}  // namespace dynamodb
