#pragma once

#include <map>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "jsonata/arena.h"
#include "jsonata/fault.h"
#include "jsonata/function.h"
#include "jsonata/jsonata.h"
#include "jsonata/node.h"

// Evaluator: one evaluation, from the input to the result. Its members lie in several files: evaluator.cpp (what kind
// of node), paths.cpp, tuples.cpp, operators.cpp, groups.cpp, sorting.cpp, calls.cpp, transform.cpp.

namespace jsonata {

// What the host has said, by name.
struct Environment::Bindings {
  struct Entry {
    base::Json value = {};
    std::optional<HostEntry> function = {};
  };
  std::map<std::string, Entry, std::less<>> entries = {};
  std::function<std::int64_t()> clock = {};
  std::function<double()> random = {};
};

class Evaluator final : public Call {
 public:
  Evaluator(const Program& program, const Environment::Bindings& environment, const Limits& limits);

  Value run(const base::Json* input);  // null: no input
  Value evaluate(const Node& node, Value input, Frame* frame);

  // Calls any function. Throws Fault T1006 where `function` is none.
  Value call(Value function, std::span<const Value> arguments, Value input = Value::null());
  // With as many of (value, index, whole) as the function takes.
  Value call_for_each(Value function, Value value, Value index, Value whole);

  // --- what built-ins need ---
  Arena& arena() { return arena_; }
  const Limits& limits() const { return limits_; }
  void spend(std::uint64_t steps) {
    if (steps > steps_left_) fail_for_steps();
    steps_left_ -= steps;
  }
  void check_stack() const {
    const auto* here = static_cast<const char*>(__builtin_frame_address(0));
    if (stack_top_ - here > stack_bytes_) fail_for_depth();
  }
  std::int64_t now();  // the same for the whole evaluation
  double random();
  Value find_variable(NameId name, const Frame* frame);

  // --- Call: what a host function may do ---
  Value text(std::string_view text) override { return arena_.text(text); }
  Value json(base::Json json) override { return Value::json(arena_.keep(std::move(json))); }
  Value array(std::span<const Value> elements) override;
  Value apply(const Value& function, std::span<const Value> arguments) override { return call(function, arguments); }

  // One evaluation more inside the others: throws Fault U1001 where that is one too many.
  class Depth {
   public:
    explicit Depth(Evaluator& evaluator) : evaluator_(evaluator) {
      evaluator.check_stack();
      if (evaluator_.depth_ >= evaluator.limits_.depth) fail_for_depth();
      ++evaluator_.depth_;
    }
    ~Depth() { --evaluator_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    Evaluator& evaluator_;
  };

 private:
  const Program& program_;
  const Environment::Bindings& environment_;
  const Limits limits_;
  Arena arena_;
  std::size_t depth_ = 0;
  std::uint64_t steps_left_;
  std::ptrdiff_t stack_bytes_;
  const char* stack_top_ = nullptr;
  Value input_ = {};  // $$
  struct Global {
    bool known = false;
    Value value = {};
  };
  std::vector<Global> globals_ = {};  // by NameId, looked up at first use
  std::optional<std::int64_t> now_ = {};
  std::optional<std::mt19937_64> generator_ = {};

  Value evaluated(const Node& node, Value input, Frame* frame);  // by type, before predicates and grouping
  Value finished(const Node& node, Value result);                // a sequence of one is that one
  Value variable(const Node& node, Value input, Frame* frame);
  Value global(NameId name);
  Value block(const Node& node, Value input, Frame* frame);
  Value condition(const Node& node, Value input, Frame* frame);
  Value array_of(const Node& node, Value input, Frame* frame);
  Value negated(const Node& node, Value input, Frame* frame);
  Value wildcard(Value input);
  Value descendants(Value input);
  void collect_descendants(Value input, Array* results);

  // paths.cpp
  Value path(const Node& node, Value input, Frame* frame);
  Value plain_path(const Node& node, Value input, Frame* frame);
  Value steps(const Node& node, std::size_t first, Value input, bool input_is_one, Frame* frame);
  Value step(const Node& node, Value input, bool input_is_one, Frame* frame, bool last);
  Value step_result(const Node& node, Value item, Frame* frame);
  Value filtered(const Node& predicate, Value input, Frame* frame);
  bool selects(const Node& predicate, Value context, Frame* frame, std::size_t index, std::size_t size,
               std::size_t& times);

  // tuples.cpp
  Frame* frame_of(Frame* parent, const Value& tuple);
  Value tuple_step(const Node& node, Value input, bool input_is_one, Value bindings, Frame* frame);
  Value staged(const std::vector<Stage>& stages, Value input, Frame* frame);
  Value tuple_contexts(Value bindings);
  Value reduced(Value tuples);  // tuples of one group: each name's values together

  // operators.cpp
  Value binary(const Node& node, Value input, Frame* frame);
  Value range(Value lhs, Value rhs);

  // groups.cpp
  Value object_of(const Node& node, Value input, Frame* frame);
  Value grouped(const std::vector<Pair>& pairs, std::size_t position, Value input, Frame* frame);

  // sorting.cpp
  Value sorted(const Node& node, Value input, bool input_is_one, Frame* frame);
  int compare_by_terms(const Node& node, Value a, Value b, Frame* frame);

  // calls.cpp
  Value function(const Node& node, Value input, Frame* frame, const Value* applied_to = nullptr);
  Value lambda(const Node& node, Value input, Frame* frame);
  Value thunk(const Node& node, Value input, Frame* frame);
  Value partial(const Node& node, Value input, Frame* frame);
  Value apply_to(const Node& node, Value input, Frame* frame);
  Value call_once(Value function, std::span<const Value> arguments, Value input);
  Value call_lambda(const Function& function, std::span<const Value> arguments);
  Value call_host(const HostEntry& host, std::span<const Value> arguments);
  Value call_partial(const Function& function, std::span<const Value> arguments);
  std::span<const Value> evaluate_all(const std::vector<Node*>& nodes, Value input, Frame* frame,
                                      const Value* first = nullptr);

  // transform.cpp
  Value transform(const Function& function, Value argument);
  void delete_members(const Node& node, Value match, Frame* frame);
};

// --- what the language says of values (semantics.cpp) ---

bool is_numeric(const Value& value);           // throws Fault D1001 for infinity; false for NaN
bool is_array_of_numbers(const Value& value);  // likewise
bool is_array_of_strings(const Value& value);
bool to_boolean(const Value& value, std::size_t depth = 0);  // undefined is false
// The same scalar, or the same array or object in memory: what `in` asks.
bool is_identical(const Value& a, const Value& b);
bool equal(Evaluator& evaluator, const Value& a, const Value& b, std::size_t depth = 0);
Value lookup(Evaluator& evaluator, const Value& input, std::string_view name, std::size_t depth = 0);
Value append(Evaluator& evaluator, const Value& a, const Value& b);
// Merge sort, stable, asking in the reference's order whether a pair is out of order.
void merge_sort(Evaluator& evaluator, std::span<Value> values,
                const std::function<bool(const Value&, const Value&)>& after);

// --- text (text.cpp) ---
std::string number_to_text(double value);  // as JavaScript
double to_precision_15(double value);
Value to_text(Evaluator& evaluator, const Value& value, bool pretty = false);  // $string
// Regex matches of `subject` as the language shows them.
Value match_object(Evaluator& evaluator, const Regex& regex, std::string_view subject, std::size_t from);

}  // namespace jsonata
