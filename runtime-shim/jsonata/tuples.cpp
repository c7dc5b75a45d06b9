#include "jsonata/evaluator.h"

// Paths that carry names along (@$name, #$name, %): every value travels as a Tuple, together with what was bound on its
// way.

namespace jsonata {

Frame* Evaluator::frame_of(Frame* parent, const Value& tuple) {
  Frame* frame = arena_.make<Frame>(parent);
  const Tuple& bindings = *tuple.as_tuple();
  // Shared: full as it is, so that a later binding makes a copy.
  frame->bindings = {bindings.data, bindings.size, bindings.size};
  return frame;
}

Value Evaluator::tuple_contexts(Value bindings) {
  Array* result = make_sequence(arena_);
  for (const Value& tuple : bindings.own_array()->elements()) result->push(arena_, tuple.as_tuple()->context());
  return Value::array(result);
}

Value Evaluator::staged(const std::vector<Stage>& stages, Value input, Frame* frame) {
  for (const Stage& stage : stages) {
    if (stage.filter) {
      input = filtered(*stage.filter, input, frame);
      continue;
    }
    for (std::size_t i = 0; i < input.size(); ++i) {
      const Value tuple = input.at(i);
      if (tuple.kind() == Kind::kTuple) {
        tuple.as_tuple()->set(arena_, stage.index, Value::number(static_cast<double>(i)));
      }
    }
  }
  return input;
}

namespace tuples_detail {

Tuple* copy(Arena& arena, const Tuple& tuple) {
  Tuple* result = arena.make<Tuple>();
  for (std::uint32_t i = 0; i < tuple.size; ++i) result->set(arena, tuple.data[i].name, tuple.data[i].value);
  return result;
}

}  // namespace tuples_detail

Value Evaluator::tuple_step(const Node& node, Value input, bool input_is_one, Value bindings, Frame* frame) {
  Array* result = make_sequence(arena_);
  result->tuple_stream = true;
  if (node.type == NodeType::kSort) {
    if (!bindings.is_undefined()) return staged(node.stages, sorted(node, bindings, false, frame), frame);
    const Value values = sorted(node, input, input_is_one, frame);
    const std::size_t size = values.is_array() ? values.size() : 1;
    for (std::size_t i = 0; i < size; ++i) {
      Tuple* tuple = arena_.make<Tuple>();
      tuple->set(arena_, kContextName, values.is_array() ? values.at(i) : values);
      if (node.index != kNoName) tuple->set(arena_, node.index, Value::number(static_cast<double>(i)));
      result->push(arena_, Value::tuple(tuple));
    }
    return staged(node.stages, Value::array(result), frame);
  }
  const bool fresh = bindings.is_undefined();
  const std::size_t count = fresh ? (input_is_one ? 1 : input.size()) : bindings.size();
  for (std::size_t i = 0; i < count; ++i) {
    Tuple* before = nullptr;
    if (fresh) {
      before = arena_.make<Tuple>();
      before->set(arena_, kContextName, input_is_one ? input : input.at(i));
    } else {
      before = bindings.at(i).as_tuple();
    }
    const Value value = evaluate(node, before->context(), frame_of(frame, Value::tuple(before)));
    if (value.is_undefined()) continue;
    const Array* own = value.own_array();
    const bool from_tuples = own && own->tuple_stream;
    const std::size_t size = value.is_array() ? value.size() : 1;
    for (std::size_t k = 0; k < size; ++k) {
      const Value item = value.is_array() ? value.at(k) : value;
      Tuple* tuple = tuples_detail::copy(arena_, *before);
      if (from_tuples) {
        const Tuple& inner = *item.as_tuple();
        for (std::uint32_t n = 0; n < inner.size; ++n) tuple->set(arena_, inner.data[n].name, inner.data[n].value);
      } else {
        tuple->set(arena_, node.focus != kNoName ? node.focus : kContextName, item);
        if (node.index != kNoName) tuple->set(arena_, node.index, Value::number(static_cast<double>(k)));
        if (node.ancestor) tuple->set(arena_, node.ancestor->label, before->context());
      }
      result->push(arena_, Value::tuple(tuple));
    }
  }
  return staged(node.stages, Value::array(result), frame);
}

Value Evaluator::reduced(Value tuples) {
  if (!tuples.is_array()) return tuples;
  Tuple* result = tuples_detail::copy(arena_, *tuples.at(0).as_tuple());
  for (std::size_t i = 1; i < tuples.size(); ++i) {
    const Tuple& tuple = *tuples.at(i).as_tuple();
    for (std::uint32_t n = 0; n < tuple.size; ++n) {
      const Value* before = result->find(tuple.data[n].name);
      result->set(arena_, tuple.data[n].name, append(*this, before ? *before : Value(), tuple.data[n].value));
    }
  }
  return Value::tuple(result);
}

}  // namespace jsonata
