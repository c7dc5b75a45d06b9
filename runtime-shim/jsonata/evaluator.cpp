#include "jsonata/evaluator.h"

#include <chrono>

namespace jsonata {

Evaluator::Evaluator(const Program& program, const Environment::Bindings& environment, const Limits& limits)
    : program_(program),
      environment_(environment),
      limits_(limits),
      arena_(limits.memory_bytes),
      steps_left_(limits.steps),
      stack_bytes_(static_cast<std::ptrdiff_t>(limits.stack_bytes)),
      globals_(program.names.size()) {}

Value Evaluator::run(const base::Json* input) {
  stack_top_ = static_cast<const char*>(__builtin_frame_address(0));
  if (input) input_ = Value::json(*input);
  Value context = input_;
  if (input_.is_array()) {
    // An array as input is one value: the path's first step goes through a wrapper, and $ is the array.
    Array* wrapper = make_sequence(arena_, input_);
    wrapper->outer_wrapper = true;
    context = Value::array(wrapper);
  }
  return evaluate(*program_.root, context, arena_.make<Frame>());
}

std::int64_t Evaluator::now() {
  if (!now_) {
    using namespace std::chrono;
    now_ = environment_.clock
               ? environment_.clock()
               : std::int64_t{duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
  }
  return *now_;
}

double Evaluator::random() {
  if (environment_.random) return environment_.random();
  if (!generator_) generator_.emplace(std::random_device()());
  return static_cast<double>((*generator_)() >> 11) * 0x1.0p-53;
}

Value Evaluator::array(std::span<const Value> elements) {
  Array* result = make_array(arena_, elements.size());
  for (const Value& element : elements) result->push(arena_, element);
  return Value::array(result);
}

Value Evaluator::evaluate(const Node& node, Value input, Frame* frame) {
  const Depth depth(*this);
  spend(1);
  if (node.tail_call) return thunk(node, input, frame);
  Value result = evaluated(node, input, frame);
  for (const Stage& stage : node.predicate) result = filtered(*stage.filter, result, frame);
  if (node.group && node.type != NodeType::kPath) {
    result = grouped(node.group->pairs, node.group->position, result, frame);
  }
  if (node.keep_array && !node.group && !result.is_undefined() && !result.is_array() &&
      (node.type == NodeType::kPath || !node.predicate.empty())) {
    result = Value::array(make_sequence(arena_, result));  // one that travelled without its sequence
  }
  return finished(node, result);
}

Value Evaluator::finished(const Node& node, Value result) {
  Array* array = result.own_array();
  if (!array || !array->sequence || array->tuple_stream) return result;
  if (node.keep_array) array->keep_singleton = true;
  if (array->size == 0) return {};
  return array->size == 1 && !array->keep_singleton ? array->data[0] : result;
}

Value Evaluator::evaluated(const Node& node, Value input, Frame* frame) {
  switch (node.type) {
    case NodeType::kPath:
      return path(node, input, frame);
    case NodeType::kBinary:
      return binary(node, input, frame);
    case NodeType::kUnary:
      return node.op == '{'   ? object_of(node, input, frame)
             : node.op == '[' ? array_of(node, input, frame)
                              : negated(node, input, frame);
    case NodeType::kName:
      return lookup(*this, input, node.text);
    case NodeType::kString:
    case NodeType::kNumber:
    case NodeType::kLiteral:
      return node.literal;
    case NodeType::kWildcard:
      return wildcard(input);
    case NodeType::kDescendant:
      return descendants(input);
    case NodeType::kParent:
      return find_variable(node.slot->label, frame);
    case NodeType::kCondition:
      return condition(node, input, frame);
    case NodeType::kBlock:
      return block(node, input, frame);
    case NodeType::kBind: {
      const Value value = evaluate(*node.rhs, input, frame);
      frame->bindings.set(arena_, node.lhs->name, value);
      return value;
    }
    case NodeType::kRegex: {
      Function* function = arena_.make<Function>();
      function->type = Function::Type::kRegex;
      function->node = &node;
      function->regex = node.regex;
      return Value::function(function);
    }
    case NodeType::kFunction:
      return function(node, input, frame);
    case NodeType::kVariable:
      return variable(node, input, frame);
    case NodeType::kLambda:
      return lambda(node, input, frame);
    case NodeType::kPartial:
      return partial(node, input, frame);
    case NodeType::kApply:
      return apply_to(node, input, frame);
    case NodeType::kTransform: {
      Function* function = arena_.make<Function>();
      function->type = Function::Type::kTransform;
      function->node = &node;
      function->frame = frame;
      return Value::function(function);
    }
    default:
      return {};
  }
}

Value Evaluator::variable(const Node& node, Value input, Frame* frame) {
  if (node.name == program_.context_variable) {
    const Array* array = input.own_array();
    return array && array->outer_wrapper ? array->data[0] : input;
  }
  return find_variable(node.name, frame);
}

Value Evaluator::find_variable(NameId name, const Frame* frame) {
  if (program_.bound[name]) {
    if (const Value* found = frame->find(name)) return *found;
  }
  Global& global_value = globals_[name];
  if (!global_value.known) global_value = {true, global(name)};
  return global_value.value;
}

Value Evaluator::global(NameId name) {
  if (name == program_.input_variable) return input_;
  const std::string& text = program_.names[name];
  if (const auto entry = environment_.entries.find(text); entry != environment_.entries.end()) {
    if (!entry->second.function) return Value::json(entry->second.value);
    Function* function = arena_.make<Function>();
    function->type = Function::Type::kHost;
    function->host = &*entry->second.function;
    return Value::function(function);
  }
  const Builtin* builtin = find_builtin(text);
  if (!builtin) return {};
  Function* function = arena_.make<Function>();
  function->type = Function::Type::kBuiltin;
  function->builtin = builtin;
  return Value::function(function);
}

Value Evaluator::block(const Node& node, Value input, Frame* frame) {
  Frame* scope = arena_.make<Frame>(frame);
  Value result;
  for (const Node* part : node.list) result = evaluate(*part, input, scope);
  return result;
}

Value Evaluator::condition(const Node& node, Value input, Frame* frame) {
  if (to_boolean(evaluate(*node.lhs, input, frame))) return evaluate(*node.rhs, input, frame);
  return node.third ? evaluate(*node.third, input, frame) : Value();
}

Value Evaluator::negated(const Node& node, Value input, Frame* frame) {
  const Value value = evaluate(*node.lhs, input, frame);
  if (value.is_undefined()) return {};
  if (is_numeric(value)) return Value::number(-value.as_number());
  fail_at("D1002", node.position, "-", to_json(value).value_or(base::Json()));
}

Value Evaluator::array_of(const Node& node, Value input, Frame* frame) {
  Array* result = make_array(arena_, node.list.size());
  for (const Node* part : node.list) {
    const Value value = evaluate(*part, input, frame);
    if (value.is_undefined()) continue;
    const bool is_array = part->type == NodeType::kUnary && part->op == '[';
    if (is_array || !value.is_array()) {
      result->push(arena_, value);  // an array written within an array stays one element
    } else if (result->size == 0) {
      result = append(*this, Value::array(result), value).own_array();
    } else {
      const std::size_t size = value.size();
      spend(size);
      for (std::size_t i = 0; i < size; ++i) result->push(arena_, value.at(i));
    }
  }
  result->cons = node.cons_array;
  return Value::array(result);
}

namespace evaluator_detail {

void flatten(Arena& arena, const Value& value, Array* result, std::size_t depth) {
  if (depth > kMaxValueDepth) fail_for_depth();
  if (!value.is_array()) {
    result->push(arena, value);
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) flatten(arena, value.at(i), result, depth + 1);
}

}  // namespace evaluator_detail

Value Evaluator::wildcard(Value input) {
  if (const Array* array = input.own_array(); array && array->outer_wrapper && array->size > 0) input = array->data[0];
  Array* results = make_sequence(arena_);
  const auto add = [&](const Value& value) {
    spend(1);
    // Once an array was among them the reference's result is a plain array, as concat makes it.
    if (value.is_array()) {
      evaluator_detail::flatten(arena_, value, results, 0);
      results->sequence = false;
    } else {
      results->push(arena_, value);
    }
  };
  if (input.is_array()) {
    for (std::size_t i = 0; i < input.size(); ++i) add(input.at(i));
  } else if (input.is_object()) {
    for_each_member(input, [&](std::string_view, const Value& value) { add(value); });
  }
  return Value::array(results);
}

Value Evaluator::descendants(Value input) {
  if (input.is_undefined()) return {};
  Array* results = make_sequence(arena_);
  collect_descendants(input, results);
  return results->size == 1 ? results->data[0] : Value::array(results);
}

void Evaluator::collect_descendants(Value input, Array* results) {
  const Depth depth(*this);
  spend(1);
  if (input.is_array()) {
    for (std::size_t i = 0; i < input.size(); ++i) collect_descendants(input.at(i), results);
    return;
  }
  results->push(arena_, input);
  for_each_member(input, [&](std::string_view, const Value& value) { collect_descendants(value, results); });
}

}  // namespace jsonata
