#include "emulator/asl/intrinsics.h"

#include <cmath>

namespace asl {

const Intrinsic* find_intrinsic(std::string_view name) {
  for (const auto functions : {intrinsic::kArrayFunctions, intrinsic::kTextFunctions, intrinsic::kNumberFunctions}) {
    for (const Intrinsic& function : functions) {
      if (function.name == name) {
        return &function;
      }
    }
  }
  return nullptr;
}

namespace intrinsic {
namespace {

IntrinsicError wrong_kind(std::size_t index, std::string_view wanted, const Json& value) {
  return IntrinsicError("Argument " + std::to_string(index + 1) + " must be " + std::string(wanted) + ", but it is " +
                        std::string(value.kind_name()));
}

}  // namespace

const std::string& text_at(const IntrinsicArguments& arguments, std::size_t index) {
  const Json& value = arguments.values[index];
  if (!value.is_string()) {
    throw wrong_kind(index, "a string", value);
  }
  return value.as_string();
}

// Not integers are rounded half up, each on its own, before anything is computed: -0.5 is 0. (AWS, recorded)
std::int64_t integer_at(const IntrinsicArguments& arguments, std::size_t index) {
  const Json& value = arguments.values[index];
  if (value.kind() == Json::Kind::kInt) {
    return value.as_int();
  }
  if (!value.is_number()) {
    throw wrong_kind(index, "a number", value);
  }
  const double rounded = std::floor(value.as_double() + 0.5);
  if (!(std::abs(rounded) < 9.2e18)) {
    throw IntrinsicError("Argument " + std::to_string(index + 1) + " is too large");
  }
  return static_cast<std::int64_t>(rounded);
}

const Json& array_at(const IntrinsicArguments& arguments, std::size_t index) {
  const Json& value = arguments.values[index];
  if (!value.is_array()) {
    throw wrong_kind(index, "an array", value);
  }
  return value;
}

}  // namespace intrinsic
}  // namespace asl
