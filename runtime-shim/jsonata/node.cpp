#include "jsonata/node.h"

#include <algorithm>
#include <set>

namespace jsonata {

std::string_view to_string(NodeType type) {
  constexpr std::string_view kNames[] = {"(end)",     "name",     "string",     "number", "value",     "variable",
                                         "regex",     "wildcard", "descendant", "parent", "operator",  "binary",
                                         "unary",     "function", "partial",    "lambda", "condition", "block",
                                         "transform", "bind",     "path",       "sort",   "apply"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string_view operator_text(char op) {
  switch (op) {
    case kNotEqual:
      return "!=";
    case kLessEqual:
      return "<=";
    case kGreaterEqual:
      return ">=";
    case kAnd:
      return "and";
    case kOr:
      return "or";
    case kIn:
      return "in";
    case kRange:
      return "..";
    case kBindTo:
      return ":=";
    case kApplyTo:
      return "~>";
    default: {
      static constexpr std::string_view kSingle = "+-*/%=<>&.[{^@#?";
      const auto at = kSingle.find(op);
      return at == std::string_view::npos ? std::string_view() : kSingle.substr(at, 1);
    }
  }
}

Node* Program::make(NodeType type, std::size_t position) {
  Node& node = nodes_.emplace_back();
  node.type = type;
  node.position = position;
  return &node;
}

Node* Program::copy(const Node& node) { return &nodes_.emplace_back(node); }

NameId Program::intern(std::string_view name) {
  const auto [entry, added] = ids_.try_emplace(std::string(name), static_cast<NameId>(names.size()));
  if (added) {
    names.emplace_back(name);
    bound.push_back(false);
  }
  return entry->second;
}

ParentSlot* Program::make_slot() { return &slots_.emplace_back(); }
SlotList* Program::make_slot_list() { return &slot_lists_.emplace_back(); }
Group* Program::make_group() { return &groups_.emplace_back(); }
const Signature* Program::own(Signature signature) { return &signatures_.emplace_back(std::move(signature)); }
const Regex* Program::own(Regex regex) { return &regexes_.emplace_back(std::move(regex)); }

namespace node_detail {

bool is_plain_step(const Node& step) {
  return step.type == NodeType::kName && step.predicate.empty() && step.stages.empty() && !step.group &&
         !step.keep_array && !step.tuple && step.focus == kNoName && step.index == kNoName;
}

bool has_distinct_literal_keys(const std::vector<Pair>& pairs) {
  std::set<std::string_view> seen;
  return std::ranges::all_of(pairs, [&](const Pair& pair) {
    const Node& key = *pair.first;
    return key.type == NodeType::kString && key.predicate.empty() && !key.group && seen.insert(key.text).second;
  });
}

}  // namespace node_detail

void Program::mark_fast_ways() {
  for (Node& node : nodes_) {
    if (node.type == NodeType::kPath && !node.keep_singleton && !node.group && !node.tuple) {
      node.plain_path =
          std::ranges::all_of(node.list, [](const Node* step) { return node_detail::is_plain_step(*step); });
    }
    if (node.type == NodeType::kName) node.plain_path = node_detail::is_plain_step(node);
    if (node.type == NodeType::kUnary && node.op == '{') {
      node.literal_keys = node_detail::has_distinct_literal_keys(node.pairs);
    }
  }
}

}  // namespace jsonata
