#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "jsonata/jsonata.h"
#include "jsonata/regex.h"
#include "jsonata/signature.h"
#include "jsonata/tuple.h"

// The tree of an expression, in the reference's own shapes: parse() makes the raw one (operators as they stand),
// shape() turns it into what is evaluated (paths, steps, stages). Nodes belong to their Program.

namespace jsonata {

enum class NodeType : std::uint8_t {
  kEnd,  // of the expression, where an operand was expected
  kName,
  kString,
  kNumber,
  kLiteral,  // true, false, null
  kVariable,
  kRegex,
  kWildcard,
  kDescendant,
  kParent,
  kOperator,  // and, or, in as a name; ? as an argument left open
  kBinary,    // raw: every infix operator; shaped: those that compute
  kUnary,     // minus, [...], {...}
  kFunction,  // a call
  kPartial,
  kLambda,
  kCondition,
  kBlock,
  kTransform,
  kBind,
  kPath,
  kSort,
  kApply,
};
std::string_view to_string(NodeType type);

struct Node;

// What a % looks for: the step that is so many levels up, and the name under which tuples carry its value.
struct ParentSlot {
  NameId label = kNoName;
  int level = 1;
};
using SlotList = std::vector<ParentSlot*>;

struct SortTerm {
  Node* expression = nullptr;
  bool descending = false;
};

struct Stage {
  Node* filter = nullptr;
  NameId index = kNoName;  // where there is no filter: #$name
  std::size_t position = 0;
};

using Pair = std::pair<Node*, Node*>;

struct Group {
  std::vector<Pair> pairs = {};
  std::size_t position = 0;
};

struct Node {
  NodeType type = NodeType::kEnd;
  char op = 0;  // of binary and unary: see kOperators
  bool keep_array = false;
  bool keep_singleton = false;  // path: a step was written with []
  bool cons_array = false;
  bool tuple = false;
  bool tail_call = false;
  bool plain_path = false;    // nothing but names: the fast way
  bool literal_keys = false;  // {...}: every name is written out, and they differ
  std::uint32_t height = 0;   // raw: nodes on the longest way down
  std::size_t position = 0;
  std::string text = {};  // name, literal's text, operator
  Value literal = {};
  NameId name = kNoName;         // variable
  Node* lhs = nullptr;           // operand, condition, procedure, pattern, or body
  Node* rhs = nullptr;           // operand, then, update
  Node* third = nullptr;         // else, delete
  std::vector<Node*> list = {};  // arguments, elements, expressions, steps
  std::vector<Pair> pairs = {};  // {...}
  std::vector<SortTerm> terms = {};
  std::vector<Stage> predicate = {};
  std::vector<Stage> stages = {};
  Group* group = nullptr;
  NameId focus = kNoName;
  NameId index = kNoName;
  ParentSlot* ancestor = nullptr;
  ParentSlot* slot = nullptr;  // of a %
  SlotList* seeking_parent = nullptr;
  const Signature* signature = nullptr;
  const Regex* regex = nullptr;
};

// Operators of more than one character have a letter of their own in Node::op.
inline constexpr char kNotEqual = 'n', kLessEqual = 'l', kGreaterEqual = 'g', kAnd = 'a', kOr = 'o', kIn = 'i',
                      kRange = 'r', kBindTo = 'b', kApplyTo = 'y';
std::string_view operator_text(char op);

struct Expression::Program {
  std::string source = {};
  Node* root = nullptr;
  std::vector<std::string> names = {};  // by NameId
  std::vector<bool> bound = {};         // by NameId: the expression binds it somewhere
  NameId clone_name = kNoName;          // $clone, $ and $$
  NameId context_variable = kNoName;
  NameId input_variable = kNoName;

  Node* make(NodeType type, std::size_t position);
  Node* copy(const Node& node);
  NameId intern(std::string_view name);
  ParentSlot* make_slot();
  SlotList* make_slot_list();
  Group* make_group();
  const Signature* own(Signature signature);
  const Regex* own(Regex regex);
  void mark_fast_ways();  // after shaping

 private:
  std::deque<Node> nodes_ = {};
  std::deque<ParentSlot> slots_ = {};
  std::deque<SlotList> slot_lists_ = {};
  std::deque<Group> groups_ = {};
  std::deque<Signature> signatures_ = {};
  std::deque<Regex> regexes_ = {};
  std::unordered_map<std::string, NameId> ids_ = {};
};

using Program = Expression::Program;

// The raw tree of `program.source`. Throws Fault.
Node* parse_raw(Program& program);
// The tree that is evaluated. Throws Fault.
Node* shape(Program& program, Node* raw);

}  // namespace jsonata
