#pragma once

#include <cstddef>
#include <string_view>

namespace contracts {

// How many digits a currency's minor unit has (ISO 4217): 0 for JPY, 3 for KWD, 2 where nothing else is known.
std::size_t minor_digits(std::string_view currency);

}  // namespace contracts
