#include "jsonata/fault.h"
#include "jsonata/node.h"
#include "jsonata/parents.h"

// From the raw tree to the one that is evaluated: dots become paths, brackets stages of their steps, % finds the step
// it means, calls in tail position become thunks. Follows the reference's processAST branch for branch, oddities
// included.

namespace jsonata {
namespace shape_detail {

class Shaper {
 public:
  explicit Shaper(Program& program) : program_(program), parents_(program) {}

  Node* run(Node* raw) {
    Node* tree = shaped(raw);
    if (tree->type == NodeType::kParent || tree->seeking_parent) {
      fail_at("S0217", tree->position, std::string(to_string(tree->type)));
    }
    return tree;
  }

 private:
  Program& program_;
  Parents parents_;

  Node* shaped(Node* raw) {
    Node* result = by_type(raw);
    if (raw->keep_array) result->keep_array = true;
    return result;
  }

  Node* by_type(Node* raw) {
    switch (raw->type) {
      case NodeType::kBinary:
        return binary(raw);
      case NodeType::kUnary:
        return unary(raw);
      case NodeType::kFunction:
      case NodeType::kPartial:
        return call(raw);
      case NodeType::kLambda: {
        Node* result = program_.make(raw->type, raw->position);
        result->list = raw->list;
        for (const Node* parameter : raw->list) program_.bound[parameter->name] = true;
        result->signature = raw->signature;
        result->lhs = tail_call(shaped(raw->lhs));
        return result;
      }
      case NodeType::kCondition:
        return condition(raw);
      case NodeType::kTransform: {
        Node* result = program_.make(raw->type, raw->position);
        result->lhs = shaped(raw->lhs);
        result->rhs = shaped(raw->rhs);
        if (raw->third) result->third = shaped(raw->third);
        return result;
      }
      case NodeType::kBlock:
        return block(raw);
      case NodeType::kName:
        return name(raw);
      case NodeType::kParent:
        raw->slot = program_.make_slot();
        raw->slot->label = parents_.next_label();
        return raw;
      case NodeType::kString:
      case NodeType::kNumber:
      case NodeType::kLiteral:
      case NodeType::kWildcard:
      case NodeType::kDescendant:
      case NodeType::kVariable:
      case NodeType::kRegex:
        return raw;
      case NodeType::kOperator:
        if (raw->text == "?") return raw;
        raw->type = NodeType::kName;
        return name(raw);
      case NodeType::kEnd:
        fail_at("S0207", raw->position, raw->text);
      default:
        fail_at("S0206", raw->position, raw->text);
    }
  }

  Node* name(Node* raw) {
    Node* path = program_.make(NodeType::kPath, 0);
    path->list = {raw};
    path->keep_singleton = raw->keep_array;
    return path;
  }

  Node* binary(Node* raw) {
    switch (raw->op) {
      case '.':
        return dot(raw);
      case '[':
        return bracket(raw);
      case '{':
        return grouping(raw);
      case '^':
        return order_by(raw);
      case '@':
        return focus(raw);
      case '#':
        return index(raw);
      case kBindTo: {
        Node* result = program_.make(NodeType::kBind, raw->position);
        result->lhs = shaped(raw->lhs);
        result->rhs = shaped(raw->rhs);
        program_.bound[result->lhs->name] = true;
        parents_.push(result, result->rhs);
        return result;
      }
      case kApplyTo: {
        Node* result = program_.make(NodeType::kApply, raw->position);
        result->lhs = shaped(raw->lhs);
        result->rhs = shaped(raw->rhs);
        result->keep_array = result->lhs->keep_array || result->rhs->keep_array;
        return result;
      }
      default: {
        Node* result = program_.make(NodeType::kBinary, raw->position);
        result->op = raw->op;
        result->lhs = shaped(raw->lhs);
        result->rhs = shaped(raw->rhs);
        parents_.push(result, result->lhs);
        parents_.push(result, result->rhs);
        return result;
      }
    }
  }

  static bool is_array(const Node* node) { return node->type == NodeType::kUnary && node->op == '['; }

  Node* dot(Node* raw) {
    Node* left = shaped(raw->lhs);
    Node* path = left;
    if (left->type != NodeType::kPath) {
      path = program_.make(NodeType::kPath, 0);
      path->list = {left};
    }
    if (left->type == NodeType::kParent) {
      path->seeking_parent = program_.make_slot_list();
      path->seeking_parent->push_back(left->slot);
    }
    Node* rest = shaped(raw->rhs);
    if (rest->type == NodeType::kPath) {
      const std::vector<Node*> steps = rest->list;
      path->list.insert(path->list.end(), steps.begin(), steps.end());
    } else {
      if (!rest->predicate.empty()) rest->stages = std::exchange(rest->predicate, {});
      path->list.push_back(rest);
    }
    for (Node* step : path->list) {
      if (step->type == NodeType::kNumber || step->type == NodeType::kLiteral) {
        fail_at("S0213", step->position, {}, to_json(step->literal).value_or(base::Json()));
      }
      if (step->type == NodeType::kString) step->type = NodeType::kName;
      if (step->keep_array) path->keep_singleton = true;
    }
    if (is_array(path->list.front())) path->list.front()->cons_array = true;
    if (is_array(path->list.back())) path->list.back()->cons_array = true;
    parents_.resolve(path);
    return path;
  }

  Node* bracket(Node* raw) {
    Node* result = shaped(raw->lhs);
    const bool is_path = result->type == NodeType::kPath;
    Node* step = is_path ? result->list.back() : result;
    if (step->group) fail_at("S0209", raw->position);
    Node* predicate = shaped(raw->rhs);
    if (predicate->seeking_parent) {
      for (ParentSlot* slot : *predicate->seeking_parent) {
        if (slot->level == 1) {
          parents_.seek(step, slot);
        } else {
          --slot->level;
        }
      }
      parents_.push(step, predicate);
    }
    (is_path ? step->stages : step->predicate).push_back({.filter = predicate, .position = raw->position});
    return result;
  }

  Node* grouping(Node* raw) {
    Node* result = shaped(raw->lhs);
    if (result->group) fail_at("S0210", raw->position);
    result->group = program_.make_group();
    result->group->position = raw->position;
    for (const auto& [key, value] : raw->pairs) {
      Node* shaped_key = shaped(key);
      result->group->pairs.emplace_back(shaped_key, shaped(value));
    }
    return result;
  }

  Node* order_by(Node* raw) {
    Node* path = shaped(raw->lhs);
    if (path->type != NodeType::kPath) {
      Node* only = path;
      path = program_.make(NodeType::kPath, 0);
      path->list = {only};
    }
    Node* sort = program_.make(NodeType::kSort, raw->position);
    for (const SortTerm& term : raw->terms) {
      Node* expression = shaped(term.expression);
      parents_.push(sort, expression);
      sort->terms.push_back({expression, term.descending});
    }
    path->list.push_back(sort);
    parents_.resolve(path);
    return path;
  }

  Node* focus(Node* raw) {
    Node* result = shaped(raw->lhs);
    Node* step = result->type == NodeType::kPath ? result->list.back() : result;
    if (!step->stages.empty() || !step->predicate.empty()) fail_at("S0215", raw->position);
    if (step->type == NodeType::kSort) fail_at("S0216", raw->position);
    if (raw->keep_array) step->keep_array = true;
    step->focus = raw->rhs->name;
    program_.bound[step->focus] = true;
    step->tuple = true;
    return result;
  }

  Node* index(Node* raw) {
    Node* result = shaped(raw->lhs);
    Node* step = result;
    if (result->type == NodeType::kPath) {
      step = result->list.back();
    } else {
      result = program_.make(NodeType::kPath, 0);
      result->list = {step};
      if (!step->predicate.empty()) step->stages = std::exchange(step->predicate, {});
    }
    const NameId name = raw->rhs->name;
    program_.bound[name] = true;
    if (step->stages.empty()) {
      step->index = name;
    } else {
      step->stages.push_back({.index = name, .position = raw->position});
    }
    step->tuple = true;
    return result;
  }

  Node* unary(Node* raw) {
    Node* result = program_.make(NodeType::kUnary, raw->position);
    result->op = raw->op;
    if (raw->op == '[') {
      for (Node* item : raw->list) {
        Node* element = shaped(item);
        parents_.push(result, element);
        result->list.push_back(element);
      }
    } else if (raw->op == '{') {
      for (const auto& [key, value] : raw->pairs) {
        Node* shaped_key = shaped(key);
        parents_.push(result, shaped_key);
        Node* shaped_value = shaped(value);
        parents_.push(result, shaped_value);
        result->pairs.emplace_back(shaped_key, shaped_value);
      }
    } else {
      result->lhs = shaped(raw->lhs);
      if (result->lhs->type == NodeType::kNumber) {
        result = result->lhs;
        result->literal = Value::number(-result->literal.as_number());
      } else {
        parents_.push(result, result->lhs);
      }
    }
    return result;
  }

  Node* call(Node* raw) {
    Node* result = program_.make(raw->type, raw->position);
    for (Node* item : raw->list) {
      Node* argument = shaped(item);
      parents_.push(result, argument);
      result->list.push_back(argument);
    }
    result->lhs = shaped(raw->lhs);
    return result;
  }

  Node* condition(Node* raw) {
    Node* result = program_.make(raw->type, raw->position);
    result->lhs = shaped(raw->lhs);
    parents_.push(result, result->lhs);
    result->rhs = shaped(raw->rhs);
    parents_.push(result, result->rhs);
    if (raw->third) {
      result->third = shaped(raw->third);
      parents_.push(result, result->third);
    }
    return result;
  }

  Node* block(Node* raw) {
    Node* result = program_.make(raw->type, raw->position);
    for (Node* item : raw->list) {
      Node* part = shaped(item);
      parents_.push(result, part);
      if (part->cons_array || (part->type == NodeType::kPath && part->list.front()->cons_array)) {
        result->cons_array = true;
      }
      result->list.push_back(part);
    }
    return result;
  }

  // A call that is the last thing a function does becomes a value that says what to call: recursion without depth.
  static Node* tail_call(Node* node) {
    if (node->type == NodeType::kFunction && node->predicate.empty()) {
      node->tail_call = true;
    } else if (node->type == NodeType::kCondition) {
      node->rhs = tail_call(node->rhs);
      if (node->third) node->third = tail_call(node->third);
    } else if (node->type == NodeType::kBlock && !node->list.empty()) {
      node->list.back() = tail_call(node->list.back());
    }
    return node;
  }
};

}  // namespace shape_detail

Node* shape(Program& program, Node* raw) { return shape_detail::Shaper(program).run(raw); }

}  // namespace jsonata
