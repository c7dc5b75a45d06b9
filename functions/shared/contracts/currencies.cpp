#include "contracts/currencies.h"

#include <algorithm>
#include <array>

namespace contracts {
namespace currencies_detail {

struct Row {
  std::string_view code = {};
  std::size_t digits = 2;
};

// Those that do not have two. (ISO 4217, list one, column "minor unit")
constexpr Row kRows[] = {
    {"BHD", 3}, {"BIF", 0}, {"CLF", 4}, {"CLP", 0}, {"DJF", 0}, {"GNF", 0}, {"IQD", 3}, {"ISK", 0}, {"JOD", 3},
    {"JPY", 0}, {"KMF", 0}, {"KRW", 0}, {"KWD", 3}, {"LYD", 3}, {"OMR", 3}, {"PYG", 0}, {"RWF", 0}, {"TND", 3},
    {"UGX", 0}, {"UYI", 0}, {"UYW", 4}, {"VND", 0}, {"VUV", 0}, {"XAF", 0}, {"XOF", 0}, {"XPF", 0},
};

}  // namespace currencies_detail

std::size_t minor_digits(std::string_view currency) {
  for (const auto& row : currencies_detail::kRows) {
    if (row.code == currency) return row.digits;
  }
  return 2;
}

}  // namespace contracts
