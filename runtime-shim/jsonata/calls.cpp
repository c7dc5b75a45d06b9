#include <algorithm>

#include "jsonata/evaluator.h"

// Calls: arguments, signatures, closures, and the loop that turns calls in tail position into repetition.

namespace jsonata {

std::size_t Function::arity() const {
  switch (type) {
    case Type::kLambda:
    case Type::kThunk:
      return parameters.size();
    case Type::kBuiltin:
      return builtin->arity;
    case Type::kHost:
      return host->arity;
    case Type::kRegex:
      return 2;
    case Type::kNextMatch:
      return 0;
    case Type::kPartial:
      return static_cast<std::size_t>(std::ranges::count(is_open, true));
    case Type::kTransform:
    case Type::kChain:
      return 1;
  }
  return 0;
}

namespace calls_detail {

// What the expression calls the function, for messages.
std::string callee_name(const Program& program, const Node& procedure) {
  if (procedure.type == NodeType::kPath) return procedure.list.front()->text;
  return procedure.type == NodeType::kVariable ? program.names[procedure.name] : procedure.text;
}

[[noreturn]] void fail_with_name(std::string_view code, std::size_t position, std::string name) {
  fail_at(code, position, std::move(name));
}

}  // namespace calls_detail

using calls_detail::callee_name;

std::span<const Value> Evaluator::evaluate_all(const std::vector<Node*>& nodes, Value input, Frame* frame,
                                               const Value* first) {
  const std::size_t count = nodes.size() + (first ? 1 : 0);
  Value* values = arena_.make_many<Value>(count);
  std::size_t at = 0;
  if (first) values[at++] = *first;
  for (const Node* node : nodes) values[at++] = evaluate(*node, input, frame);
  return {values, count};
}

Value Evaluator::function(const Node& node, Value input, Frame* frame, const Value* applied_to) {
  const Node& procedure = *node.lhs;
  const Value callee = evaluate(procedure, input, frame);
  if (callee.is_undefined() && procedure.type == NodeType::kPath) {
    // A name without $ where a function of that name exists.
    const std::string& name = procedure.list.front()->text;
    if (environment_.entries.contains(name) || find_builtin(name)) {
      calls_detail::fail_with_name("T1005", node.position, name);
    }
  }
  const std::span<const Value> arguments = evaluate_all(node.list, input, frame, applied_to);
  try {
    return call(callee, arguments, input);
  } catch (Fault& fault) {
    const bool is_object = callee.is_function() && callee.as_function()->type != Function::Type::kRegex;
    if (is_object || !fault.position) fault.position = node.position;
    if (!fault.token) fault.token = callee_name(program_, procedure);
    throw;
  }
}

Value Evaluator::lambda(const Node& node, Value input, Frame* frame) {
  Function* function = arena_.make<Function>();
  function->type = Function::Type::kLambda;
  function->node = &node;
  function->frame = frame;
  function->input = input;
  function->signature = node.signature;
  NameId* parameters = static_cast<NameId*>(arena_.allocate(node.list.size() * sizeof(NameId)));
  for (std::size_t i = 0; i < node.list.size(); ++i) parameters[i] = node.list[i]->name;
  function->parameters = {parameters, node.list.size()};
  return Value::function(function);
}

Value Evaluator::thunk(const Node& node, Value input, Frame* frame) {
  Function* function = arena_.make<Function>();
  function->type = Function::Type::kThunk;
  function->node = &node;
  function->frame = frame;
  function->input = input;
  return Value::function(function);
}

Value Evaluator::call(Value function, std::span<const Value> arguments, Value input) {
  Value result = call_once(function, arguments, input);
  while (result.is_function() && result.as_function()->type == Function::Type::kThunk) {
    const Function& next = *result.as_function();
    spend(1);
    const Value callee = evaluate(*next.node->lhs, next.input, next.frame);
    const std::span<const Value> more = evaluate_all(next.node->list, next.input, next.frame);
    try {
      result = call_once(callee, more, input);
    } catch (Fault& fault) {
      if (!fault.token && next.node->lhs->type == NodeType::kVariable) {
        fault.token = callee_name(program_, *next.node->lhs);
      }
      fault.position = next.node->lhs->position;
      throw;
    }
  }
  return result;
}

Value Evaluator::call_once(Value callee, std::span<const Value> arguments, Value input) {
  if (!callee.is_function()) fail("T1006");
  check_stack();
  const Function& function = *callee.as_function();
  switch (function.type) {
    case Function::Type::kLambda: {
      if (function.signature) arguments = function.signature->validated(arena_, arguments, input);
      return call_lambda(function, arguments);
    }
    case Function::Type::kBuiltin:
      spend(1);
      return function.builtin->body(*this, function.builtin->signature.validated(arena_, arguments, input));
    case Function::Type::kHost:
      if (function.host->checked) arguments = function.host->signature.validated(arena_, arguments, input);
      return call_host(*function.host, arguments);
    case Function::Type::kRegex: {
      const Value subject = arguments.empty() ? Value() : arguments[0];
      if (!subject.is_string()) return {};
      return match_object(*this, *function.regex, subject.as_string(), 0);
    }
    case Function::Type::kNextMatch: {
      if (function.from >= function.subject.size()) return {};
      const Value match = match_object(*this, *function.regex, function.subject, function.from);
      if (match.is_object() && match.find("match").as_string().empty()) fail("D1004");
      return match;
    }
    case Function::Type::kPartial:
      return call_partial(function, arguments);
    case Function::Type::kTransform: {
      static const Signature kSignature = Signature::parse("<(oa):o>");
      return transform(function, kSignature.validated(arena_, arguments, input)[0]);
    }
    case Function::Type::kChain: {
      const Value first =
          call(Value::function(function.first), arguments.first(std::min<std::size_t>(1, arguments.size())));
      return call(Value::function(function.second), std::span(&first, 1));
    }
    case Function::Type::kThunk:
      break;
  }
  fail("T1006");
}

Value Evaluator::call_lambda(const Function& function, std::span<const Value> arguments) {
  Frame* frame = arena_.make<Frame>(function.frame);
  const std::size_t count = function.parameters.size();
  if (count > 0) {
    auto* bindings = static_cast<Binding*>(arena_.allocate(count * sizeof(Binding)));
    frame->bindings = {bindings, 0, static_cast<std::uint32_t>(count)};
    for (std::size_t i = 0; i < count; ++i) {
      frame->bindings.set(arena_, function.parameters[i], i < arguments.size() ? arguments[i] : Value());
    }
  }
  return evaluate(*function.node->lhs, function.input, frame);
}

Value Evaluator::call_host(const HostEntry& host, std::span<const Value> arguments) {
  spend(1);
  try {
    return host.body(*this, arguments);
  } catch (const Error& error) {
    Fault fault{.own_code = error.code, .value = error.value, .detail = error.what()};
    if (!error.token.empty()) fault.token = error.token;
    throw fault;
  }
}

Value Evaluator::call_for_each(Value function, Value value, Value index, Value whole) {
  const Value arguments[] = {value, index, whole};
  const std::size_t arity = function.is_function() ? function.as_function()->arity() : 1;
  return call(function, std::span(arguments, std::clamp<std::size_t>(arity, 1, 3)));
}

Value Evaluator::partial(const Node& node, Value input, Frame* frame) {
  const std::size_t count = node.list.size();
  Value* given = arena_.make_many<Value>(count);
  bool* open = arena_.make_many<bool>(count);
  for (std::size_t i = 0; i < count; ++i) {
    open[i] = node.list[i]->type == NodeType::kOperator;
    if (!open[i]) given[i] = evaluate(*node.list[i], input, frame);
  }
  const Value callee = evaluate(*node.lhs, input, frame);
  if (!callee.is_function()) {
    std::string name = callee_name(program_, *node.lhs);
    const bool meant = callee.is_undefined() && node.lhs->type == NodeType::kPath &&
                       (environment_.entries.contains(name) || find_builtin(name));
    fail_at(meant ? "T1007" : "T1008", node.position, std::move(name));
  }
  Function* of = callee.as_function();
  Function* result = arena_.make<Function>();
  if (of->type != Function::Type::kLambda) {
    result->type = Function::Type::kPartial;
    result->first = of;
    result->given = {given, count};
    result->is_open = {open, count};
    return Value::function(result);
  }
  // A lambda whose frame has what was given, and whose parameters are what is left.
  *result = *of;
  result->signature = nullptr;
  result->frame = arena_.make<Frame>(of->frame);
  auto* left = static_cast<NameId*>(arena_.allocate(of->parameters.size() * sizeof(NameId)));
  std::size_t left_count = 0;
  for (std::size_t i = 0; i < of->parameters.size(); ++i) {
    if (i < count && open[i]) {
      left[left_count++] = of->parameters[i];
    } else {
      result->frame->bindings.set(arena_, of->parameters[i], i < count ? given[i] : Value());
    }
  }
  result->parameters = {left, left_count};
  return Value::function(result);
}

Value Evaluator::call_partial(const Function& function, std::span<const Value> arguments) {
  Array all;
  std::size_t next = 0;
  for (std::size_t i = 0; i < function.given.size(); ++i) {
    if (!function.is_open[i]) {
      all.push(arena_, function.given[i]);
    } else {
      all.push(arena_, next < arguments.size() ? arguments[next] : Value());
      ++next;
    }
  }
  return call(Value::function(function.first), {all.data, all.size}, Value());
}

Value Evaluator::apply_to(const Node& node, Value input, Frame* frame) {
  const Value lhs = evaluate(*node.lhs, input, frame);
  if (node.rhs->type == NodeType::kFunction) {
    // A call: what is on the left becomes its first argument. Its own predicates do not apply, as in the reference.
    return function(*node.rhs, input, frame, &lhs);
  }
  const Value callee = evaluate(*node.rhs, input, frame);
  if (!callee.is_function()) fail_at("T2006", node.position, {}, to_json(callee).value_or(base::Json()));
  if (!lhs.is_function()) return call(callee, std::span(&lhs, 1));
  Function* chain = arena_.make<Function>();
  chain->type = Function::Type::kChain;
  chain->first = lhs.as_function();
  chain->second = callee.as_function();
  return Value::function(chain);
}

}  // namespace jsonata
