#include <cstdio>

#include "emulator/asl/intrinsics.h"
#include "emulator/asl/random.h"

namespace asl::intrinsic {
namespace number_functions {

Json math_add(const IntrinsicArguments& in) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(integer_at(in, 0), integer_at(in, 1), &sum)) {
    throw IntrinsicError("The sum does not fit 64 bits");
  }
  return sum;
}

// From the first number on, up to but not including the second. The same seed gives the same number.
Json math_random(const IntrinsicArguments& in) {
  const auto from = integer_at(in, 0), to = integer_at(in, 1);
  if (to <= from) {
    throw IntrinsicError("Argument 2 must be greater than argument 1");
  }
  std::uint64_t seed = in.values.size() == 3 ? static_cast<std::uint64_t>(integer_at(in, 2)) : 0;
  const std::uint64_t number = in.values.size() == 3 ? next_random(seed) : in.scope.random();
  const auto span = static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(from) + number % span);
}

// Version 4 of RFC 9562.
Json uuid(const IntrinsicArguments& in) {
  const std::uint64_t high = (in.scope.random() & ~0xf000ULL) | 0x4000ULL;
  const std::uint64_t low = (in.scope.random() & ~(3ULL << 62)) | (2ULL << 62);
  char text[37];
  std::snprintf(text, sizeof text, "%08x-%04x-%04x-%04x-%012llx", unsigned(high >> 32), unsigned(high >> 16 & 0xffff),
                unsigned(high & 0xffff), unsigned(low >> 48), static_cast<unsigned long long>(low & 0xffffffffffffULL));
  return text;
}

constexpr Intrinsic kTable[] = {
    {"States.MathAdd", 2, 2, math_add},
    {"States.MathRandom", 2, 3, math_random},
    {"States.UUID", 0, 0, uuid},
};

}  // namespace number_functions

const std::span<const Intrinsic> kNumberFunctions = number_functions::kTable;

}  // namespace asl::intrinsic
