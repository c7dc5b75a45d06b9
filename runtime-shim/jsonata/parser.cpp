#include <algorithm>

#include "jsonata/fault.h"
#include "jsonata/lexer.h"
#include "jsonata/node.h"

// From words to the raw tree: top-down operator precedence, with the reference's binding powers.

namespace jsonata {
namespace parser_detail {

// What a word is to the parser: an operator's own text, or one of these.
constexpr std::string_view kEndId = "(end)", kNameId = "(name)", kLiteralId = "(literal)", kRegexId = "(regex)";

struct Word {
  std::string_view id = kEndId;
  Token token = {};
};

struct Infix {
  std::string_view id = {};
  int power = 0;
  char op = 0;
};

constexpr Infix kInfix[] = {
    {".", 75, '.'},       {"[", 80, '['},      {"{", 70, '{'},        {"(", 80, '('},         {"@", 80, '@'},
    {"#", 80, '#'},       {"?", 20, '?'},      {"+", 50, '+'},        {"-", 50, '-'},         {"*", 60, '*'},
    {"/", 60, '/'},       {"%", 60, '%'},      {"=", 40, '='},        {"<", 40, '<'},         {">", 40, '>'},
    {"^", 40, '^'},       {":=", 10, kBindTo}, {"!=", 40, kNotEqual}, {"<=", 40, kLessEqual}, {">=", 40, kGreaterEqual},
    {"~>", 40, kApplyTo}, {"and", 30, kAnd},   {"or", 25, kOr},       {"in", 40, kIn},        {"&", 50, '&'},
};
// Operators that are known, but stand between no operands.
constexpr std::string_view kOthers[] = {"**", "..", "|", ":", ";", ",", ")", "]", "}"};

const Infix* find_infix(std::string_view id) {
  const auto* found = std::ranges::find(kInfix, id, &Infix::id);
  return found == std::end(kInfix) ? nullptr : found;
}

class Parser {
 public:
  explicit Parser(Program& program) : program_(program), lexer_(program.source) {}

  Node* parse() {
    advance();
    Node* tree = expression(0);
    if (word_.id != kEndId) fail_at("S0201", word_.token.position, word_.token.text);
    return tree;
  }

 private:
  Program& program_;
  Lexer lexer_;
  Word word_ = {};
  std::size_t nesting_ = 0;

  void advance(bool operator_expected = false) {
    std::optional<Token> token = lexer_.next(operator_expected);
    if (!token) {
      word_ = {};
      word_.token.text = kEndId;
      word_.token.position = program_.source.size();
      return;
    }
    word_.token = std::move(*token);
    switch (word_.token.type) {
      case Token::Type::kName:
      case Token::Type::kVariable:
        word_.id = kNameId;
        break;
      case Token::Type::kString:
      case Token::Type::kNumber:
      case Token::Type::kLiteral:
        word_.id = kLiteralId;
        break;
      case Token::Type::kRegex:
        word_.id = kRegexId;
        break;
      case Token::Type::kOperator: {
        const auto* other = std::ranges::find(kOthers, word_.token.text);
        const Infix* infix = find_infix(word_.token.text);
        if (!infix && other == std::end(kOthers)) fail_at("S0204", word_.token.position, word_.token.text);
        word_.id = infix ? infix->id : *other;
        break;
      }
    }
  }

  void expect(std::string_view id, bool operator_expected = false) {
    if (word_.id != id) {
      fail_at(word_.id == kEndId ? "S0203" : "S0202", word_.token.position, word_.token.text, base::Json(id));
    }
    advance(operator_expected);
  }
  bool accept(std::string_view id) {
    if (word_.id != id) return false;
    advance();
    return true;
  }

  Node* make(NodeType type, const Token& token) {
    Node* node = program_.make(type, token.position);
    node->text = token.text;
    return node;
  }

  Node* expression(int power) {
    if (++nesting_ > kMaxNesting) fail_at("S0500", word_.token.position);
    const Word first = std::move(word_);
    advance(true);
    Node* left = measured(prefix(first));
    while (power < power_of(word_.id)) {
      const Word infix = std::move(word_);
      advance();
      left = measured(infixed(infix, left));
    }
    --nesting_;
    return left;
  }

  // The tree's height is what shaping and evaluating it take of the stack, whichever way it leans.
  Node* measured(Node* node) {
    std::uint32_t below = 0;
    const auto look = [&](const Node* part) { below = part ? std::max(below, part->height) : below; };
    look(node->lhs);
    look(node->rhs);
    look(node->third);
    for (const Node* part : node->list) look(part);
    for (const SortTerm& term : node->terms) look(term.expression);
    for (const auto& [name, value] : node->pairs) {
      look(name);
      look(value);
    }
    node->height = below + 1;
    if (node->height > 2 * kMaxNesting) fail_at("S0500", node->position);
    return node;
  }

  static int power_of(std::string_view id) {
    const Infix* infix = find_infix(id);
    return infix ? infix->power : 0;
  }

  Node* prefix(const Word& word) {
    const Token& token = word.token;
    if (word.id == kEndId) return make(NodeType::kEnd, token);
    if (word.id == kNameId && token.type == Token::Type::kVariable) return variable(token);
    if (word.id == kNameId) return make(NodeType::kName, token);
    if (word.id == kLiteralId) return literal(token);
    if (word.id == kRegexId) {
      Node* node = make(NodeType::kRegex, token);
      node->regex = program_.own(*token.regex);
      return node;
    }
    if (word.id == "and" || word.id == "or" || word.id == "in") return make(NodeType::kOperator, token);
    if (word.id == "*") return make(NodeType::kWildcard, token);
    if (word.id == "**") return make(NodeType::kDescendant, token);
    if (word.id == "%") return make(NodeType::kParent, token);
    if (word.id == "-") {
      Node* node = make(NodeType::kUnary, token);
      node->op = '-';
      node->lhs = expression(70);
      return node;
    }
    if (word.id == "(") return block(token);
    if (word.id == "[") return array(token);
    if (word.id == "{") {
      Node* node = make(NodeType::kUnary, token);
      node->op = '{';
      node->pairs = members();
      return node;
    }
    if (word.id == "|") return transform(token);
    fail_at("S0211", token.position, token.text);
  }

  Node* variable(const Token& token) {
    Node* node = make(NodeType::kVariable, token);
    node->name = program_.intern(token.text);
    return node;
  }

  Node* literal(const Token& token) {
    if (token.type == Token::Type::kString) {
      Node* node = make(NodeType::kString, token);
      node->literal = Value::string(node->text);
      return node;
    }
    if (token.type == Token::Type::kNumber) {
      Node* node = make(NodeType::kNumber, token);
      node->literal = Value::number(token.number);
      return node;
    }
    Node* node = make(NodeType::kLiteral, token);
    node->literal = token.text == "null" ? Value::null() : Value::boolean(token.text == "true");
    return node;
  }

  Node* block(const Token& token) {
    Node* node = make(NodeType::kBlock, token);
    while (word_.id != ")") {
      node->list.push_back(expression(0));
      if (!accept(";")) break;
    }
    expect(")", true);
    return node;
  }

  Node* array(const Token& token) {
    Node* node = make(NodeType::kUnary, token);
    node->op = '[';
    if (word_.id != "]") {
      do {
        Node* item = expression(0);
        if (word_.id == "..") {
          Node* range = make(NodeType::kBinary, word_.token);
          range->op = kRange;
          advance();
          range->lhs = item;
          range->rhs = expression(0);
          item = measured(range);
        }
        node->list.push_back(item);
      } while (accept(","));
    }
    expect("]", true);
    return node;
  }

  std::vector<Pair> members() {
    std::vector<Pair> pairs;
    if (word_.id != "}") {
      do {
        Node* name = expression(0);
        expect(":");
        pairs.emplace_back(name, expression(0));
      } while (accept(","));
    }
    expect("}", true);
    return pairs;
  }

  Node* transform(const Token& token) {
    Node* node = make(NodeType::kTransform, token);
    node->lhs = expression(0);
    expect("|");
    node->rhs = expression(0);
    if (accept(",")) node->third = expression(0);
    expect("|");
    return node;
  }

  Node* infixed(const Word& word, Node* left) {
    const Infix& infix = *find_infix(word.id);
    switch (infix.op) {
      case '(':
        return call(word.token, left);
      case '[':
        return bracket(word.token, left);
      case '^':
        return order_by(word.token, left);
      case '?':
        return condition(word.token, left);
      default:
        break;
    }
    Node* node = make(NodeType::kBinary, word.token);
    node->op = infix.op;
    node->lhs = left;
    switch (infix.op) {
      case '{':
        node->pairs = members();
        break;
      case kBindTo:
        if (left->type != NodeType::kVariable) fail_at("S0212", left->position, left->text);
        node->rhs = expression(infix.power - 1);  // right to left
        break;
      case '@':
      case '#':
        node->rhs = expression(infix.power);
        if (node->rhs->type != NodeType::kVariable) fail_at("S0214", node->rhs->position, word.token.text);
        break;
      default:
        node->rhs = expression(infix.power);
    }
    return node;
  }

  Node* bracket(const Token& token, Node* left) {
    if (word_.id == "]") {
      // Empty brackets: even one result stays an array. They belong to the step before its predicates.
      Node* step = left;
      while (step->type == NodeType::kBinary && step->op == '[') step = step->lhs;
      step->keep_array = true;
      advance();
      return left;
    }
    Node* node = make(NodeType::kBinary, token);
    node->op = '[';
    node->lhs = left;
    node->rhs = expression(0);
    expect("]", true);
    return node;
  }

  Node* order_by(const Token& token, Node* left) {
    Node* node = make(NodeType::kBinary, token);
    node->op = '^';
    node->lhs = left;
    expect("(");
    do {
      SortTerm term;
      if (!accept("<")) term.descending = accept(">");
      term.expression = expression(0);
      node->terms.push_back(term);
    } while (accept(","));
    expect(")");
    return node;
  }

  Node* condition(const Token& token, Node* left) {
    Node* node = make(NodeType::kCondition, token);
    node->lhs = left;
    node->rhs = expression(0);
    if (accept(":")) node->third = expression(0);
    return node;
  }

  Node* call(const Token& token, Node* left) {
    Node* node = make(NodeType::kFunction, token);
    node->lhs = left;
    if (word_.id != ")") {
      do {
        if (word_.id == "?") {
          node->type = NodeType::kPartial;
          node->list.push_back(make(NodeType::kOperator, word_.token));
          advance();
        } else {
          node->list.push_back(expression(0));
        }
      } while (accept(","));
    }
    expect(")", true);
    const bool is_definition = left->type == NodeType::kName && (left->text == "function" || left->text == "\u03BB");
    return is_definition ? lambda(node) : node;
  }

  Node* lambda(Node* node) {
    for (std::size_t i = 0; i < node->list.size(); ++i) {
      const Node& parameter = *node->list[i];
      if (parameter.type != NodeType::kVariable) {
        fail_at("S0208", parameter.position, parameter.text, base::Json(static_cast<std::int64_t>(i + 1)));
      }
    }
    node->type = NodeType::kLambda;
    if (word_.id == "<") node->signature = read_signature();
    expect("{");
    node->lhs = expression(0);
    expect("}");
    return node;
  }

  const Signature* read_signature() {
    const std::size_t position = word_.token.position;
    std::string text = "<";
    for (int depth = 1; depth > 0 && word_.id != "{" && word_.id != kEndId;) {
      advance();
      if (word_.id == ">") --depth;
      if (word_.id == "<") ++depth;
      text += word_.token.text;
    }
    expect(">");
    try {
      return program_.own(Signature::parse(text));
    } catch (Fault& fault) {
      fault.position = position + fault.position.value_or(0);
      throw;
    }
  }
};

}  // namespace parser_detail

Node* parse_raw(Program& program) { return parser_detail::Parser(program).parse(); }

}  // namespace jsonata
