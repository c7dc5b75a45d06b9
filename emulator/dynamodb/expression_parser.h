#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/dynamodb/expression.h"
#include "emulator/dynamodb/expression_lexer.h"
#include "emulator/dynamodb/expression_placeholders.h"

namespace dynamodb {

bool is_reserved_word(std::string_view word);

// What the recursive descents of the four languages share: tokens, paths, placeholders, limits, and the errors that do
// not stop the parser. AWS reports syntax errors at once and keeps the others (an undefined placeholder, a wrong
// operand) until the end, when it tells the one that it ranks first, not the one that stands first.
class ExpressionParser {
 public:
  static constexpr std::size_t kMaxBytes = 4096;
  static constexpr int kMaxOperators = 300;
  static constexpr int kMaxDepth = 64;  // ours: AWS names none

  // `kind`: "ConditionExpression", as its errors begin.
  ExpressionParser(std::string_view kind, std::string_view expression, Placeholders& placeholders);

 protected:
  const Token& peek(std::size_t ahead = 0) const;
  Token next();
  bool is_symbol(std::string_view symbol) const;
  bool is_word(std::string_view word) const;  // without regard to case
  bool take_symbol(std::string_view symbol);
  bool take_word(std::string_view word);
  void expect_symbol(std::string_view symbol);
  void expect_end();
  [[noreturn]] void fail_syntax(const Token& token) const;
  [[noreturn]] void fail(std::string_view what) const;  // "Invalid ConditionExpression: what"
  void count_operator();

  // Notes an error of this rank (0 first) unless one of the same rank is there already.
  void note(int rank, std::string problem);
  void throw_first_problem() const;

  // a, #a, a.b[1].#c
  Path parse_path(int reserved_rank, int undefined_rank);
  const AttributeValue* parse_value(int undefined_rank);
  // Notes overlaps and conflicts among the paths that one expression writes or reads.
  void note_path(const Path& path, int overlap_rank, int conflict_rank);

  struct Depth {
    explicit Depth(ExpressionParser& parser);
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    ExpressionParser& parser_;
  };

 private:
  static constexpr std::size_t kRanks = 10;
  PathStep parse_name(int reserved_rank, int undefined_rank);

  std::string kind_ = {};
  std::string_view expression_ = {};
  Placeholders& placeholders_;
  std::vector<Token> tokens_ = {};
  std::size_t at_ = 0;
  int operators_ = 0;
  int depth_ = 0;
  std::array<std::string, kRanks> problems_ = {};
  std::vector<Path> paths_ = {};
  bool overlap_found_ = false;
};

}  // namespace dynamodb
