#pragma once

#include <cstddef>
#include <string_view>

// What reading and writing JSON strings have in common. For json_*.cpp only.

namespace base::json_detail {

// How many bytes at the front stand for themselves between quotes: up to the first quote, backslash or control
// character.
std::size_t plain_prefix(std::string_view text);

}  // namespace base::json_detail
