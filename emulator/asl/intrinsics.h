#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/asl/path.h"

// The table of intrinsic functions (States Language, "Intrinsic Functions").

namespace asl {

struct IntrinsicArguments {
  std::vector<Json> values = {};
  std::string format = {};  // the first argument as States.Format wants it, its \{ still escaped
  const Scope& scope;
};

struct Intrinsic {
  std::string_view name = {};
  std::size_t min_arguments = 0;
  std::size_t max_arguments = 0;
  Json (*run)(const IntrinsicArguments& arguments) = nullptr;
};

// A function's own complaint about its arguments.
struct IntrinsicError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

const Intrinsic* find_intrinsic(std::string_view name);

namespace intrinsic {
extern const std::span<const Intrinsic> kArrayFunctions, kTextFunctions, kNumberFunctions;
// Refusals by argument, counted from 1 as AWS does.
const std::string& text_at(const IntrinsicArguments& arguments, std::size_t index);
std::int64_t integer_at(const IntrinsicArguments& arguments, std::size_t index);
const Json& array_at(const IntrinsicArguments& arguments, std::size_t index);
}  // namespace intrinsic

}  // namespace asl
