#include "jsonata/evaluator.h"
#include "jsonata/utf.h"

// The order-by step: path^(<term, >term).

namespace jsonata {
namespace sorting_detail {

int compare(const Value& a, const Value& b, std::size_t position) {
  const auto sortable = [](const Value& value) { return value.is_string() || value.is_number(); };
  if (a.is_undefined()) return b.is_undefined() ? 0 : 1;
  if (b.is_undefined()) return -1;
  const auto json = [](const Value& value) { return to_json(value).value_or(base::Json()); };
  if (!sortable(a) || !sortable(b)) fail_at("T2008", position, {}, json(sortable(a) ? b : a));
  if (a.kind() != b.kind()) {
    Fault fault{.code = "T2007", .position = position, .value = json(a), .value2 = json(b)};
    throw fault;
  }
  if (a.is_string()) return compare_utf16(a.as_string(), b.as_string());
  return a.as_number() == b.as_number() ? 0 : a.as_number() < b.as_number() ? -1 : 1;
}

}  // namespace sorting_detail

int Evaluator::compare_by_terms(const Node& node, Value a, Value b, Frame* frame) {
  const auto value_of = [&](const SortTerm& term, const Value& item) {
    if (item.kind() != Kind::kTuple) return evaluate(*term.expression, item, frame);
    return evaluate(*term.expression, item.as_tuple()->context(), frame_of(frame, item));
  };
  for (const SortTerm& term : node.terms) {
    const Value left = value_of(term, a), right = value_of(term, b);
    const int order = sorting_detail::compare(left, right, node.position);
    if (order == 0) continue;
    // What is missing comes last, either way round.
    return term.descending && !left.is_undefined() && !right.is_undefined() ? -order : order;
  }
  return 0;
}

Value Evaluator::sorted(const Node& node, Value input, bool input_is_one, Frame* frame) {
  const Array* own = input.own_array();
  const std::size_t size = input_is_one ? 1 : input.size();
  if (size <= 1) return input;
  Array* result = make_array(arena_, size);
  for (std::size_t i = 0; i < size; ++i) result->push(arena_, input.at(i));
  merge_sort(*this, {result->data, result->size},
             [&](const Value& a, const Value& b) { return compare_by_terms(node, a, b, frame) > 0; });
  result->tuple_stream = own && own->tuple_stream;
  return Value::array(result);
}

}  // namespace jsonata
