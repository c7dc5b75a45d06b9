#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/dynamodb/expression.h"

namespace dynamodb {

// What can be said against one comparison or function of a condition before any item is seen. AWS ranks what it finds:
// wrong numbers of operands, operands that must differ, operand types.
class ComparisonChecks {
 public:
  void comparison(std::string_view symbol, const Operand& left, const Operand& right);
  void between(const Operand& low, const Operand& high);
  void function(const Operand& function);
  void note_operand(std::string problem) { note(kOperands, std::move(problem)); }
  std::optional<std::string> first() const;

 private:
  enum Rank : std::size_t { kOperands, kDistinct, kTypes, kRanks };
  void note(Rank rank, std::string problem);
  void distinct(std::string_view name, const Operand& first, const Operand& second);
  void wrong_type(std::string_view function, std::string_view type);
  std::array<std::string, kRanks> problems_ = {};
};

Function condition_function(std::string_view name);  // kUnknown where there is none

}  // namespace dynamodb
