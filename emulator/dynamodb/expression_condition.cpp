#include "emulator/dynamodb/expression_condition.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace dynamodb {
namespace condition_detail {

using Kind = Condition::Kind;

// What an operand stands for in an item: borrowed where it lies in the item or the request, owned where it is made.
class Value {
 public:
  Value() = default;
  explicit Value(const AttributeValue* value) : borrowed_(value) {}
  explicit Value(AttributeValue value) : owned_(std::move(value)) {}
  const AttributeValue* get() const { return owned_ ? &*owned_ : borrowed_; }

 private:
  const AttributeValue* borrowed_ = nullptr;
  std::optional<AttributeValue> owned_ = {};
};

std::optional<std::size_t> length_of(const AttributeValue& value) {
  switch (value.type) {
    case Type::kString:
      return base::count_code_points(value.text());  // characters here, though an item's size counts bytes
    case Type::kBinary:
      return value.text().size();
    case Type::kStringSet:
    case Type::kBinarySet:
      return value.texts().size();
    case Type::kNumberSet:
      return value.numbers().size();
    case Type::kList:
      return value.list().size();
    case Type::kMap:
      return value.map().size();
    default:
      return std::nullopt;
  }
}

Value resolve(const Item& item, const Operand& operand) {
  switch (operand.kind) {
    case Operand::Kind::kPath:
      return Value(find(item, operand.path));
    case Operand::Kind::kValue:
      return Value(operand.value);
    case Operand::Kind::kFunction: {  // size(): the only one whose result is an operand
      const Value argument = resolve(item, operand.arguments.front());
      if (!argument.get()) return {};
      const auto length = length_of(*argument.get());
      if (!length) return {};
      return Value(AttributeValue::number(Number::parse(std::to_string(*length))));
    }
  }
  return {};
}

// Values of different types have no order, and neither have sets, documents and booleans.
std::optional<std::strong_ordering> order(const AttributeValue& a, const AttributeValue& b) {
  if (a.type != b.type) return std::nullopt;
  if (a.is(Type::kNumber)) return a.number() <=> b.number();
  if (a.is(Type::kString) || a.is(Type::kBinary)) return a.text().compare(b.text()) <=> 0;
  return std::nullopt;
}

bool is_ordered(Kind kind, const AttributeValue* a, const AttributeValue* b) {
  if (!a || !b) return false;
  const auto ordering = order(*a, *b);
  if (!ordering) return false;
  switch (kind) {
    case Kind::kLess:
      return *ordering < 0;
    case Kind::kLessEqual:
      return *ordering <= 0;
    case Kind::kGreater:
      return *ordering > 0;
    default:
      return *ordering >= 0;
  }
}

bool contains(const AttributeValue& container, const AttributeValue& element) {
  switch (container.type) {
    case Type::kString:
    case Type::kBinary:
      return element.is(container.type) && container.text().find(element.text()) != std::string::npos;
    case Type::kStringSet:
      return element.is(Type::kString) &&
             std::ranges::find(container.texts(), element.text()) != container.texts().end();
    case Type::kBinarySet:
      return element.is(Type::kBinary) &&
             std::ranges::find(container.texts(), element.text()) != container.texts().end();
    case Type::kNumberSet:
      return element.is(Type::kNumber) &&
             std::ranges::find(container.numbers(), element.number()) != container.numbers().end();
    case Type::kList:
      return std::ranges::find(container.list(), element) != container.list().end();
    default:
      return false;
  }
}

bool call(const Item& item, const Operand& function) {
  const Value first = resolve(item, function.arguments[0]);
  if (function.function == Function::kAttributeExists) return first.get();
  if (function.function == Function::kAttributeNotExists) return !first.get();
  const Value second = resolve(item, function.arguments[1]);
  if (!first.get() || !second.get()) return false;
  const AttributeValue& a = *first.get();
  const AttributeValue& b = *second.get();
  switch (function.function) {
    case Function::kAttributeType:
      return name_of(a.type) == b.text();
    case Function::kBeginsWith:
      return a.type == b.type && (a.is(Type::kString) || a.is(Type::kBinary)) && a.text().starts_with(b.text());
    case Function::kContains:
      return contains(a, b);
    default:
      return false;
  }
}

bool equal(const AttributeValue* a, const AttributeValue* b) { return a && b && *a == *b; }

void collect(const Operand& operand, std::vector<const Path*>& paths) {
  if (operand.is_path()) paths.push_back(&operand.path);
  for (const Operand& argument : operand.arguments) collect(argument, paths);
}

void collect(const Condition& condition, std::vector<const Path*>& paths) {
  for (const Condition& part : condition.parts) collect(part, paths);
  for (const Operand& operand : condition.operands) collect(operand, paths);
}

}  // namespace condition_detail

bool fulfils(const Item& item, const Condition& condition) {
  using namespace condition_detail;
  const auto part_fulfilled = [&](const Condition& part) { return fulfils(item, part); };
  const auto& operands = condition.operands;
  switch (condition.kind) {
    case Kind::kAnd:
      return std::ranges::all_of(condition.parts, part_fulfilled);
    case Kind::kOr:
      return std::ranges::any_of(condition.parts, part_fulfilled);
    case Kind::kNot:
      return !fulfils(item, condition.parts.front());
    case Kind::kFunction:
      return call(item, operands.front());
    default:
      break;
  }
  const Value first = resolve(item, operands[0]);
  if (condition.kind == Kind::kIn) {
    return std::any_of(operands.begin() + 1, operands.end(),
                       [&](const Operand& operand) { return equal(first.get(), resolve(item, operand).get()); });
  }
  const Value second = resolve(item, operands[1]);
  if (condition.kind == Kind::kEqual) return equal(first.get(), second.get());
  if (condition.kind == Kind::kNotEqual) return !equal(first.get(), second.get());
  if (condition.kind == Kind::kBetween) {
    return is_ordered(Kind::kGreaterEqual, first.get(), second.get()) &&
           is_ordered(Kind::kLessEqual, first.get(), resolve(item, operands[2]).get());
  }
  return is_ordered(condition.kind, first.get(), second.get());
}

std::vector<const Path*> paths_of(const Condition& condition) {
  std::vector<const Path*> paths;
  condition_detail::collect(condition, paths);
  return paths;
}

}  // namespace dynamodb
