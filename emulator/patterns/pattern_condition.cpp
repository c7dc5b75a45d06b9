#include <fmt/format.h>

#include <limits>

#include "emulator/patterns/pattern_reader.h"

namespace patterns {
namespace {

using Token = JsonTokens::Token;
using Kind = Condition::Kind;

void expect_end(JsonTokens& tokens, std::string_view otherwise = "Only one key allowed in match expression") {
  if (tokens.next() != Token::kObjectEnd) throw PatternError(std::string(otherwise));
}

std::string_view expect_text(JsonTokens& tokens, std::string_view name) {
  if (tokens.next() != Token::kString) throw PatternError(fmt::format("{} match pattern must be a string", name));
  return tokens.text();
}

double comparable(std::string_view number) {
  if (const auto value = find_comparable(number)) return *value;
  throw PatternError(fmt::format("Cannot compare number : {}", number));
}

Condition wildcard(std::string_view text) { return {.kind = Kind::kWildcard, .wildcard = Wildcard::parse(text)}; }

// {"prefix": "a"} and {"prefix": {"equals-ignore-case": "a"}}
Condition read_affix(JsonTokens& tokens, Kind kind, std::string_view name) {
  const Token token = tokens.next();
  if (token == Token::kString) return {.kind = kind, .text = std::string(tokens.text())};
  if (token != Token::kObject) throw PatternError(fmt::format("{} match pattern must be a string", name));
  const std::string_view title = kind == Kind::kPrefix ? "Prefix" : "Suffix";
  if (tokens.next() != Token::kName) throw PatternError(fmt::format("{} expression name not found", title));
  if (tokens.text() != "equals-ignore-case") {
    throw PatternError(fmt::format("Unsupported {} pattern: {}", name, tokens.text()));
  }
  Condition affix{.kind = kind, .text = fold_case(expect_text(tokens, "equals-ignore-case")), .ignore_case = true};
  expect_end(tokens);
  return affix;
}

double read_limit(JsonTokens& tokens, std::string_view name) {
  if (tokens.next() != Token::kNumber) throw PatternError(fmt::format("Value of {} must be numeric", name));
  return comparable(tokens.text());
}

// ["=", 1], [">", 0], [">=", 0, "<", 10], behind its bracket.
Condition read_numeric(JsonTokens& tokens) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (tokens.next() != Token::kString) {
    throw PatternError(fmt::format("Invalid member in numeric match: {}", tokens.text()));
  }
  const std::string name(tokens.text());
  const auto end = [&] {
    if (tokens.next() != Token::kArrayEnd) throw PatternError("Too many elements in numeric expression");
  };
  if (name == "=") {
    const double number = read_limit(tokens, "equals");
    end();
    return {.kind = Kind::kNumber, .least = number};
  }
  Condition range{.kind = Kind::kRange, .least = -kInfinity, .most = kInfinity};
  if (name == "<" || name == "<=") {
    range.most = read_limit(tokens, name);
    range.below_most = name == "<";
    end();
    return range;
  }
  if (name != ">" && name != ">=") throw PatternError("Unrecognized numeric range operator: " + name);
  range.least = read_limit(tokens, name);
  range.above_least = name == ">";
  const Token token = tokens.next();
  if (token == Token::kArrayEnd) return range;
  if (token != Token::kString) throw PatternError(fmt::format("Bad value in numeric range: {}", tokens.text()));
  const std::string upper(tokens.text());
  if (upper != "<" && upper != "<=") throw PatternError("Bad numeric range operator: " + upper);
  range.below_most = upper == "<";
  range.most = read_limit(tokens, upper);
  if (tokens.next() != Token::kArrayEnd) throw PatternError("Too many terms in numeric range expression");
  if (range.least >= range.most) throw PatternError("Bottom must be less than top");
  return range;
}

// The plain values of anything-but: all text, or all numbers.
std::vector<Condition> read_plain_values(JsonTokens& tokens, Token token) {
  std::vector<Condition> values;
  bool any_text = false, any_number = false;
  const auto add = [&](Token one) {
    if (one == Token::kString) {
      values.push_back({.kind = Kind::kText, .text = std::string(tokens.text())});
      any_text = true;
    } else if (one == Token::kNumber) {
      values.push_back({.kind = Kind::kNumber, .least = comparable(tokens.text())});
      any_number = true;
    } else {
      throw PatternError("Inside anything but list, start|null|boolean is not supported.");
    }
  };
  if (token != Token::kArray) {
    add(token);
    return values;
  }
  for (Token one = tokens.next(); one != Token::kArrayEnd; one = tokens.next()) add(one);
  if (any_text == any_number) {
    throw PatternError("Inside anything but list, either all values are number or string, mixed type is not supported");
  }
  return values;
}

Condition read_refused_text(std::string_view kind, const JsonTokens& tokens, Token token) {
  const bool affix = kind == "prefix" || kind == "suffix";
  if (token != Token::kString) {
    if (affix) throw PatternError("prefix/suffix match pattern must be a string");
    if (kind == "wildcard") throw PatternError("wildcard match pattern must be a string");
    throw PatternError("Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.");
  }
  const std::string_view text = tokens.text();
  if (affix && text.empty()) throw PatternError("Null prefix/suffix not allowed");
  if (kind == "prefix") return {.kind = Kind::kPrefix, .text = std::string(text)};
  if (kind == "suffix") return {.kind = Kind::kSuffix, .text = std::string(text)};
  if (kind == "wildcard") return wildcard(text);
  return {.kind = Kind::kSameLetters, .text = fold_case(text)};
}

Condition read_anything_but(JsonTokens& tokens) {
  Condition but{.kind = Kind::kNoneOf};
  Token token = tokens.next();
  std::string kind;
  if (token == Token::kObject) {
    if (tokens.next() != Token::kName) throw PatternError("Anything-But expression name not found");
    kind = tokens.text();
    if (kind != "equals-ignore-case" && kind != "prefix" && kind != "suffix" && kind != "wildcard") {
      throw PatternError("Unsupported anything-but pattern: " + kind);
    }
    token = tokens.next();
  }
  if (token != Token::kArray && token != Token::kString && token != Token::kNumber) {
    throw PatternError("Value of anything-but must be an array or single string/number value.");
  }
  if (kind.empty()) {
    but.none_of = read_plain_values(tokens, token);
  } else if (token == Token::kArray) {
    for (Token one = tokens.next(); one != Token::kArrayEnd; one = tokens.next()) {
      but.none_of.push_back(read_refused_text(kind, tokens, one));
    }
  } else {
    but.none_of.push_back(read_refused_text(kind, tokens, token));
  }
  constexpr std::string_view kTooMany = "Too many elements in numeric expression";  // AWS says so here, too
  if (!kind.empty()) expect_end(tokens, kTooMany);
  expect_end(tokens, kTooMany);
  return but;
}

}  // namespace

Condition read_condition(JsonTokens& tokens) {
  if (tokens.next() != Token::kName) throw PatternError("Match expression name not found");
  const std::string name(tokens.text());
  Condition condition;
  if (name == "anything-but") return read_anything_but(tokens);
  if (name == "exactly") {
    condition = {.kind = Kind::kText, .text = std::string(expect_text(tokens, "exact"))};
  } else if (name == "prefix") {
    condition = read_affix(tokens, Kind::kPrefix, name);
  } else if (name == "suffix") {
    condition = read_affix(tokens, Kind::kSuffix, name);
  } else if (name == "equals-ignore-case") {
    condition = {.kind = Kind::kSameLetters, .text = fold_case(expect_text(tokens, name))};
  } else if (name == "wildcard") {
    condition = wildcard(expect_text(tokens, name));
  } else if (name == "cidr") {
    condition.kind = Kind::kAddress;
    std::tie(condition.first, condition.last) = parse_address_block(expect_text(tokens, "prefix"));  // AWS's word
  } else if (name == "exists") {
    const Token token = tokens.next();
    if (token != Token::kTrue && token != Token::kFalse) {
      throw PatternError("exists match pattern must be either true or false.");
    }
    condition.kind = token == Token::kTrue ? Kind::kExists : Kind::kAbsent;
  } else if (name == "numeric") {
    if (tokens.next() != Token::kArray) throw PatternError("Value of numeric must be an array.");
    condition = read_numeric(tokens);
    expect_end(tokens, "Too many elements in numeric expression");
    return condition;
  } else {
    throw PatternError("Unrecognized match type " + name);
  }
  expect_end(tokens);
  return condition;
}

}  // namespace patterns
