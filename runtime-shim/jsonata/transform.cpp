#include "jsonata/evaluator.h"

// The transform operator: | where | what to set, what to delete |, on a copy of its argument.

namespace jsonata {

void Evaluator::delete_members(const Node& node, Value match, Frame* frame) {
  const Value names = evaluate(*node.third, match, frame);
  if (names.is_undefined()) return;
  if (!names.is_string() && !is_array_of_strings(names)) {
    fail_at("T2012", node.third->position, {}, to_json(names).value_or(base::Json()));
  }
  Object* object = match.own_object();
  if (!object) return;
  if (names.is_string()) object->erase(names.as_string());
  for (std::size_t i = 0; i < names.size(); ++i) object->erase(names.at(i).as_string());
}

Value Evaluator::transform(const Function& function, Value argument) {
  if (argument.is_undefined()) return {};
  const Node& node = *function.node;
  Frame* frame = function.frame;
  const Value clone = find_variable(program_.clone_name, frame);
  if (!clone.is_function()) fail_at("T2013", node.position);
  const Value result = call(clone, std::span(&argument, 1));
  const Value matches = evaluate(*node.lhs, result, frame);
  const std::size_t count = matches.is_undefined() ? 0 : matches.is_array() ? matches.size() : 1;
  for (std::size_t i = 0; i < count; ++i) {
    const Value match = matches.is_array() ? matches.at(i) : matches;
    const Value update = evaluate(*node.rhs, match, frame);
    if (!update.is_undefined() && !update.is_object()) {
      fail_at("T2011", node.rhs->position, {}, to_json(update).value_or(base::Json()));
    }
    // What is not part of the copy (the input by way of $$) cannot be changed.
    if (Object* object = match.own_object()) {
      for_each_member(update, [&](std::string_view name, const Value& value) {
        spend(1 + object->size / 8);
        object->set(arena_, name, value);
      });
    }
    if (node.third) delete_members(node, match, frame);
  }
  return result;
}

}  // namespace jsonata
