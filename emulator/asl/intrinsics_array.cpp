#include <algorithm>

#include "emulator/asl/intrinsics.h"

namespace asl::intrinsic {
namespace array_functions {

constexpr std::int64_t kMaxRange = 1'000;  // ArrayRange's limit of elements (Step Functions Developer Guide)

Json make_array(const IntrinsicArguments& in) { return Json(in.values); }

Json partition(const IntrinsicArguments& in) {
  const auto elements = array_at(in, 0).elements();
  const auto size = integer_at(in, 1);
  if (size < 1) {
    throw IntrinsicError("The chunk size must be a positive integer");
  }
  const auto chunk = static_cast<std::size_t>(std::min<std::int64_t>(size, std::int64_t{1} << 40));
  Json chunks = Json::array();
  for (std::size_t from = 0; from < elements.size(); from += chunk) {
    const auto to = std::min(elements.size(), from + chunk);
    chunks.push_back(Json(Json::Array(elements.begin() + static_cast<std::ptrdiff_t>(from),
                                      elements.begin() + static_cast<std::ptrdiff_t>(to))));
  }
  return chunks;
}

Json contains(const IntrinsicArguments& in) {
  return std::ranges::any_of(array_at(in, 0).elements(), [&](const Json& one) { return one == in.values[1]; });
}

Json range(const IntrinsicArguments& in) {
  const auto from = integer_at(in, 0), to = integer_at(in, 1), by = integer_at(in, 2);
  if (by == 0) {
    throw IntrinsicError("The step must not be zero");
  }
  Json numbers = Json::array();
  std::int64_t next = from;
  while (by > 0 ? next <= to : next >= to) {
    if (static_cast<std::int64_t>(numbers.size()) >= kMaxRange) {
      throw IntrinsicError("The range must not contain more than 1000 elements");
    }
    numbers.push_back(next);
    if (__builtin_add_overflow(next, by, &next)) {
      break;
    }
  }
  return numbers;
}

Json get_item(const IntrinsicArguments& in) {
  const auto elements = array_at(in, 0).elements();
  const auto index = integer_at(in, 1);
  if (index < 0 || index >= static_cast<std::int64_t>(elements.size())) {
    throw IntrinsicError("Index " + std::to_string(index) + " is out of bounds for an array of length " +
                         std::to_string(elements.size()));
  }
  return elements[static_cast<std::size_t>(index)];
}

Json length(const IntrinsicArguments& in) { return array_at(in, 0).elements().size(); }

Json unique(const IntrinsicArguments& in) {
  Json::Array out;
  for (const Json& element : array_at(in, 0).elements()) {
    if (std::ranges::none_of(out, [&](const Json& seen) { return seen == element; })) {
      out.push_back(element);
    }
  }
  return out;
}

constexpr std::size_t kMany = 1'000;
constexpr Intrinsic kTable[] = {
    {"States.Array", 0, kMany, make_array},     {"States.ArrayContains", 2, 2, contains},
    {"States.ArrayGetItem", 2, 2, get_item},    {"States.ArrayLength", 1, 1, length},
    {"States.ArrayPartition", 2, 2, partition}, {"States.ArrayRange", 3, 3, range},
    {"States.ArrayUnique", 1, 1, unique},
};

}  // namespace array_functions

const std::span<const Intrinsic> kArrayFunctions = array_functions::kTable;

}  // namespace asl::intrinsic
