#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace domain {

// Which ids an execution's files carry: whole numbers, or any short text.
enum class IdProfile { kInt, kStr };

std::optional<IdProfile> find_id_profile(std::string_view name);  // "int", "str"
IdProfile get_id_profile(std::string_view name);                  // throws std::invalid_argument
std::string_view name_of(IdProfile profile);

// An id as a row gives it: of profile int its number, of profile str its text (a view of the row).
struct Id {
  std::uint64_t number = 0;
  std::string_view text = {};
};

// int: `[1-9][0-9]{0,17}`. str: 1 to 64 bytes of UTF-8 without control characters (U+0000–001F, U+007F–009F).
std::optional<Id> parse_id(IdProfile profile, std::string_view text);

std::string to_text(IdProfile profile, Id id);

}  // namespace domain
