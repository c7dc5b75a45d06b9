#include <cmath>

#include "jsonata/evaluator.h"

// Paths: each step is evaluated for every value of the one before, and what comes out is flattened by one level.
//
// Between steps a sequence of one that is no array travels as that value itself, so that the usual way through objects
// makes no sequence at all.

namespace jsonata {

Value Evaluator::path(const Node& node, Value input, Frame* frame) {
  if (node.plain_path && !input.is_array()) return plain_path(node, input, frame);
  const bool input_is_one = !input.is_array() || node.list.front()->type == NodeType::kVariable;
  return steps(node, 0, input, input_is_one, frame);
}

// Names only, from a value that is no array.
Value Evaluator::plain_path(const Node& node, Value input, Frame* frame) {
  const std::size_t count = node.list.size();
  spend(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Value found = input.find(node.list[i]->text);
    if (found.is_undefined()) return {};
    if (found.is_array()) {
      const bool last = i + 1 == count;
      const Array* own = found.own_array();
      if (own && (own->sequence || own->cons)) return steps(node, i, input, true, frame);
      return last ? found : found.size() == 0 ? Value() : steps(node, i + 1, found, false, frame);
    }
    input = found;
  }
  return input;
}

Value Evaluator::steps(const Node& node, std::size_t first, Value input, bool input_is_one, Frame* frame) {
  bool in_tuples = false;
  Value bindings;
  Value result;
  const std::size_t count = node.list.size();
  for (std::size_t i = first; i < count; ++i) {
    const Node& part = *node.list[i];
    in_tuples |= part.tuple;
    if (i == 0 && part.cons_array) {
      if (input_is_one) input = Value::array(make_sequence(arena_, input));
      result = evaluate(part, input, frame);
    } else if (in_tuples) {
      bindings = tuple_step(part, input, input_is_one, bindings, frame);
      continue;
    } else {
      result = step(part, input, input_is_one, frame, i + 1 == count);
    }
    if (!in_tuples && (result.is_undefined() || (result.is_array() && result.size() == 0))) break;
    if (part.focus == kNoName) {
      input = result;
      input_is_one = !result.is_array();
    }
  }
  if (in_tuples) result = node.tuple ? bindings : tuple_contexts(bindings);
  if (node.keep_singleton) {
    Array* own = result.own_array();
    if (!result.is_undefined() && (!result.is_array() || (own && own->cons && !own->sequence))) {
      own = make_sequence(arena_, result);
      result = Value::array(own);
    }
    if (own) own->keep_singleton = true;
  }
  if (node.group) result = grouped(node.group->pairs, node.group->position, in_tuples ? bindings : result, frame);
  return result;
}

Value Evaluator::step_result(const Node& node, Value item, Frame* frame) {
  Value result;
  if (node.plain_path && node.type == NodeType::kName) {
    spend(1);
    result = item.is_object() ? item.find(node.text) : finished(node, lookup(*this, item, node.text));
    Array* own = result.own_array();
    if (own && own->sequence) result = finished(node, result);
  } else {
    result = evaluate(node, item, frame);
  }
  for (const Stage& stage : node.stages) {
    if (stage.filter) result = filtered(*stage.filter, result, frame);
  }
  return result;
}

Value Evaluator::step(const Node& node, Value input, bool input_is_one, Frame* frame, bool last) {
  if (node.type == NodeType::kSort) {
    const Value result = sorted(node, input, input_is_one, frame);
    return node.stages.empty() ? result : staged(node.stages, result, frame);
  }
  const std::size_t count = input_is_one ? 1 : input.size();
  Array* results = nullptr;
  Value only;
  std::size_t found = 0;
  const auto add = [&](const Value& value) {
    const Array* own = value.own_array();
    if (!value.is_array() || (own && own->cons)) {
      results->push(arena_, value);
      return;
    }
    const std::size_t size = value.size();
    spend(size);
    for (std::size_t i = 0; i < size; ++i) results->push(arena_, value.at(i));
  };
  for (std::size_t i = 0; i < count; ++i) {
    const Value value = step_result(node, input_is_one ? input : input.at(i), frame);
    if (value.is_undefined()) continue;
    if (++found == 1) {
      only = value;
      continue;
    }
    if (found == 2) {
      results = make_sequence(arena_);
      add(only);
    }
    add(value);
  }
  if (results) return Value::array(results);
  if (found == 0 || !only.is_array()) return only;
  const Array* own = only.own_array();
  if (last && !(own && own->sequence)) return only;
  results = make_sequence(arena_);
  add(only);
  return Value::array(results);
}

// Whether the item at `index` stays, and how many times: a predicate may be numbers, which select by position.
bool Evaluator::selects(const Node& predicate, Value context, Frame* frame, std::size_t index, std::size_t size,
                        std::size_t& times) {
  const Value answer = evaluate(predicate, context, frame);
  const auto is_here = [&](double number) {
    double place = std::floor(number);
    if (place < 0) place += static_cast<double>(size);
    return place == static_cast<double>(index);
  };
  times = 0;
  if (is_numeric(answer)) {
    times = is_here(answer.as_number()) ? 1 : 0;
  } else if (is_array_of_numbers(answer)) {
    spend(answer.size());
    for (std::size_t i = 0; i < answer.size(); ++i) times += is_here(answer.at(i).as_number()) ? 1 : 0;
  } else {
    times = to_boolean(answer) ? 1 : 0;
  }
  return times > 0;
}

Value Evaluator::filtered(const Node& predicate, Value input, Frame* frame) {
  const Array* own = input.own_array();
  const bool tuples = own && own->tuple_stream;
  const std::size_t size = input.is_array() ? input.size() : 1;
  const auto item_at = [&](std::size_t i) { return input.is_array() ? input.at(i) : input; };
  if (predicate.type == NodeType::kNumber) {
    double index = std::floor(predicate.literal.as_number());
    if (index < 0) index += static_cast<double>(size);
    const bool inside = index >= 0 && index < static_cast<double>(size);
    const Value item = inside ? item_at(static_cast<std::size_t>(index)) : Value();
    if (!tuples) return item;
    Array* result = make_sequence(arena_);
    result->tuple_stream = true;
    if (!item.is_undefined()) result->push(arena_, item);
    return Value::array(result);
  }
  Array* results = make_sequence(arena_);
  results->tuple_stream = tuples;
  for (std::size_t i = 0; i < size; ++i) {
    const Value item = item_at(i);
    Frame* scope = tuples ? frame_of(frame, item) : frame;
    std::size_t times = 0;
    if (!selects(predicate, tuples ? item.as_tuple()->context() : item, scope, i, size, times)) continue;
    for (; times > 0; --times) results->push(arena_, item);
  }
  if (tuples) return Value::array(results);
  if (results->size == 0) return {};
  return results->size == 1 && !results->data[0].is_array() ? results->data[0] : Value::array(results);
}

}  // namespace jsonata
