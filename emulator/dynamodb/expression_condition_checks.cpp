#include "emulator/dynamodb/expression_condition_checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace dynamodb {
namespace condition_checks {

struct Signature {
  std::string_view name = {};
  Function function = Function::kUnknown;
  std::size_t operands = 0;
};
constexpr Signature kSignatures[] = {{"attribute_exists", Function::kAttributeExists, 1},
                                     {"attribute_not_exists", Function::kAttributeNotExists, 1},
                                     {"attribute_type", Function::kAttributeType, 2},
                                     {"begins_with", Function::kBeginsWith, 2},
                                     {"contains", Function::kContains, 2},
                                     {"size", Function::kSize, 1}};

// The type that an operand has whatever the item: a value's own, a number for size().
std::optional<Type> type_of(const Operand& operand) {
  if (operand.kind == Operand::Kind::kValue && operand.value) return operand.value->type;
  if (operand.is_function() && operand.function == Function::kSize) return Type::kNumber;
  return std::nullopt;
}

bool is_ordered(Type type) { return type == Type::kString || type == Type::kNumber || type == Type::kBinary; }

std::string spelled(const AttributeValue& value) {
  std::string content;
  if (value.is(Type::kNumber)) content = value.number().text();
  if (value.is(Type::kString)) content = value.text();
  if (value.is(Type::kBinary)) content = base::to_base64(value.text());
  return fmt::format("AttributeValue: {{{}:{}}}", name_of(value.type), content);
}

bool is_after(const AttributeValue& a, const AttributeValue& b) {
  if (a.is(Type::kNumber)) return a.number() > b.number();
  return is_ordered(a.type) && a.text() > b.text();
}

}  // namespace condition_checks

using namespace condition_checks;

Function condition_function(std::string_view name) {
  const auto* found = std::ranges::find(kSignatures, name, &Signature::name);
  return found == std::end(kSignatures) ? Function::kUnknown : found->function;
}

void ComparisonChecks::note(Rank rank, std::string problem) {
  if (problems_[rank].empty()) problems_[rank] = std::move(problem);
}

std::optional<std::string> ComparisonChecks::first() const {
  for (const std::string& problem : problems_) {
    if (!problem.empty()) return problem;
  }
  return std::nullopt;
}

void ComparisonChecks::distinct(std::string_view name, const Operand& first, const Operand& second) {
  if (!first.is_path() || !second.is_path() || first.path != second.path) return;
  note(kDistinct, fmt::format("The first operand must be distinct from the remaining operands for this operator or "
                              "function; operator: {}, first operand: {}",
                              name, to_text(first.path)));
}

void ComparisonChecks::wrong_type(std::string_view function, std::string_view type) {
  note(kTypes,
       fmt::format("Incorrect operand type for operator or function; operator or function: {}, operand type: {}",
                   function, type));
}

void ComparisonChecks::comparison(std::string_view symbol, const Operand& left, const Operand& right) {
  distinct(symbol, left, right);
  if (symbol == "=" || symbol == "<>") return;
  for (const Operand* operand : {&left, &right}) {
    const auto type = type_of(*operand);
    if (type && !is_ordered(*type)) {
      note(kTypes, fmt::format("Incorrect operand type for operator or function; operator: {}, operand type: {}",
                               symbol, name_of(*type)));
    }
  }
}

void ComparisonChecks::between(const Operand& low, const Operand& high) {
  if (!low.value || !high.value) return;
  const std::string bounds =
      fmt::format("lower bound operand: {}, upper bound operand: {}", spelled(*low.value), spelled(*high.value));
  if (low.value->type != high.value->type) {
    note(kTypes, "The BETWEEN operator requires same data type for lower and upper bounds; " + bounds);
  } else if (!is_ordered(low.value->type)) {
    note(kTypes, fmt::format("Incorrect operand type for operator or function; operator: BETWEEN, operand type: {}",
                             name_of(low.value->type)));
  } else if (is_after(*low.value, *high.value)) {
    note(kTypes, "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; " + bounds);
  }
}

void ComparisonChecks::function(const Operand& operand) {
  const auto* signature = std::ranges::find(kSignatures, operand.function, &Signature::function);
  const std::string& name = operand.function_name;
  const auto& arguments = operand.arguments;
  if (arguments.size() != signature->operands) {
    return note(kOperands,
                fmt::format("Incorrect number of operands for operator or function; operator or function: {}, "
                            "number of operands: {}",
                            name, arguments.size()));
  }
  if (arguments.size() == 2) distinct(name, arguments[0], arguments[1]);
  switch (operand.function) {
    case Function::kAttributeExists:
    case Function::kAttributeNotExists:
      if (!arguments[0].is_path()) {
        note(kTypes, fmt::format("Operator or function requires a document path; operator or function: {}", name));
      }
      return;
    case Function::kBeginsWith:
      for (const Operand& argument : arguments) {
        const auto type = type_of(argument);
        if (type && *type != Type::kString && *type != Type::kBinary) return wrong_type(name, name_of(*type));
      }
      return;
    case Function::kAttributeType: {
      const auto type = type_of(arguments[1]);
      if (!type) return wrong_type(name, "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
      if (*type != Type::kString) return wrong_type(name, name_of(*type));
      for (int i = 0; i < 10; ++i) {
        if (name_of(static_cast<Type>(i)) == arguments[1].value->text()) return;
      }
      return note(
          kTypes,
          fmt::format("Invalid attribute type name found; type: {}, valid types: {{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}",
                      arguments[1].value->text()));
    }
    case Function::kSize: {
      const auto type = type_of(arguments[0]);
      if (type == Type::kNumber || type == Type::kBool || type == Type::kNull) wrong_type(name, name_of(*type));
      return;
    }
    default:
      return;
  }
}

}  // namespace dynamodb
