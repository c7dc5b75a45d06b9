#include "emulator/dynamodb/expression_parser.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "emulator/dynamodb/errors.h"

namespace dynamodb {

ExpressionParser::ExpressionParser(std::string_view kind, std::string_view expression, Placeholders& placeholders)
    : kind_(kind), expression_(expression), placeholders_(placeholders) {
  if (expression.empty()) fail("The expression can not be empty;");
  if (expression.size() > kMaxBytes) {
    fail(fmt::format("Expression size has exceeded the maximum allowed size; expression size: {}", expression.size()));
  }
  tokens_ = tokens_of(expression);
}

const Token& ExpressionParser::peek(std::size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

Token ExpressionParser::next() {
  const Token token = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

bool ExpressionParser::is_symbol(std::string_view symbol) const {
  return peek().kind == Token::Kind::kSymbol && peek().text == symbol;
}

bool ExpressionParser::is_word(std::string_view word) const {
  return peek().kind == Token::Kind::kWord && base::equals_ignore_case(peek().text, word);
}

bool ExpressionParser::take_symbol(std::string_view symbol) {
  if (!is_symbol(symbol)) return false;
  next();
  return true;
}

bool ExpressionParser::take_word(std::string_view word) {
  if (!is_word(word)) return false;
  next();
  return true;
}

void ExpressionParser::expect_symbol(std::string_view symbol) {
  if (!take_symbol(symbol)) fail_syntax(peek());
}

void ExpressionParser::expect_end() {
  if (peek().kind != Token::Kind::kEnd) fail_syntax(peek());
}

void ExpressionParser::fail(std::string_view what) const {
  throw validation(fmt::format("Invalid {}: {}", kind_, what));
}

void ExpressionParser::fail_syntax(const Token& token) const {
  // The neighbourhood: from the token before to the one behind.
  const auto here = std::ranges::find(tokens_, token.at, &Token::at) - tokens_.begin();
  const Token& before = tokens_[static_cast<std::size_t>(std::max<std::ptrdiff_t>(here - 1, 0))];
  const Token& behind = tokens_[std::min(static_cast<std::size_t>(here) + 1, tokens_.size() - 1)];
  const std::size_t end = behind.kind == Token::Kind::kEnd ? expression_.size() : behind.at + behind.text.size();
  fail(fmt::format("Syntax error; token: \"{}\", near: \"{}\"", token.text,
                   base::trim(expression_.substr(before.at, end - before.at))));
}

void ExpressionParser::count_operator() {
  if (++operators_ > kMaxOperators) {
    fail(fmt::format("The expression contains too many operators; operator count: {}", operators_));
  }
}

void ExpressionParser::note(int rank, std::string problem) {
  std::string& slot = problems_.at(static_cast<std::size_t>(rank));
  if (slot.empty()) slot = std::move(problem);
}

void ExpressionParser::throw_first_problem() const {
  for (const std::string& problem : problems_) {
    if (!problem.empty()) fail(problem);
  }
}

PathStep ExpressionParser::parse_name(int reserved_rank, int undefined_rank) {
  const Token token = peek();
  if (token.kind == Token::Kind::kWord) {
    next();
    if (is_reserved_word(token.text)) {
      note(reserved_rank, fmt::format("Attribute name is a reserved keyword; reserved keyword: {}", token.text));
    }
    return {.name = std::string(token.text)};
  }
  if (token.kind != Token::Kind::kName || token.text.size() < 2) fail_syntax(token);
  next();
  if (const std::string* name = placeholders_.find_name(token.text)) return {.name = *name};
  note(undefined_rank,
       fmt::format("An expression attribute name used in the document path is not defined; attribute name: {}",
                   token.text));
  return {.name = std::string(token.text)};
}

Path ExpressionParser::parse_path(int reserved_rank, int undefined_rank) {
  Path path = {parse_name(reserved_rank, undefined_rank)};
  for (;;) {
    if (take_symbol(".")) {
      path.push_back(parse_name(reserved_rank, undefined_rank));
    } else if (take_symbol("[")) {
      const Token number = next();
      if (number.kind != Token::Kind::kNumber) fail_syntax(number);
      const auto index = base::parse_int(number.text);
      if (!index || *index > 0x7fffffff) {
        fail(fmt::format("List index is not within the allowable range; index: [{}]", number.text));
      }
      expect_symbol("]");
      path.push_back({.index = static_cast<std::size_t>(*index), .is_index = true});
    } else {
      return path;
    }
  }
}

const AttributeValue* ExpressionParser::parse_value(int undefined_rank) {
  const Token token = next();
  if (token.kind != Token::Kind::kValue || token.text.size() < 2) fail_syntax(token);
  const AttributeValue* value = placeholders_.find_value(token.text);
  if (!value) {
    note(undefined_rank,
         fmt::format("An expression attribute value used in expression is not defined; attribute value: {}",
                     token.text));
  }
  return value;
}

void ExpressionParser::note_path(const Path& path, int overlap_rank, int conflict_rank) {
  const auto note_pair = [&](int rank, const Path& other, std::string_view verb) {
    note(rank,
         fmt::format("Two document paths {} with each other; must remove or rewrite one of these paths; path one: "
                     "{}, path two: {}",
                     verb, to_text(other), to_text(path)));
  };
  if (overlap_found_) return;
  for (const Path& other : paths_) {
    std::size_t i = 0;
    const std::size_t shared = std::min(path.size(), other.size());
    while (i < shared && path[i] == other[i]) ++i;
    if (i == shared) {
      overlap_found_ = true;
      return note_pair(overlap_rank, other, "overlap");
    }
    if (path[i].is_index != other[i].is_index) note_pair(conflict_rank, other, "conflict");
  }
  paths_.push_back(path);
}

ExpressionParser::Depth::Depth(ExpressionParser& parser) : parser_(parser) {
  if (++parser_.depth_ > kMaxDepth) {
    --parser_.depth_;
    parser_.fail(fmt::format("The expression is nested deeper than {} levels;", kMaxDepth));
  }
}

}  // namespace dynamodb
