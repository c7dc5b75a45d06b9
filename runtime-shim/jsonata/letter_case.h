#pragma once

#include <string>
#include <string_view>

// Upper and lower case of Unicode text, by the tables of PCRE2.

namespace jsonata {

std::string upper_case(std::string_view text);
std::string lower_case(std::string_view text);

}  // namespace jsonata
