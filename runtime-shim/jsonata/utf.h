#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// JavaScript's strings in UTF-8: half of a surrogate pair, which JavaScript lets stand alone, is written in three bytes
// as any other character of its size (WTF-8), and becomes one character with its other half when they meet.

namespace jsonata {

// The code point at `at`, which moves behind it. A byte that begins nothing is taken for itself.
std::uint32_t next_code_point(std::string_view text, std::size_t& at);
void append_code_point(std::string& out, std::uint32_t code_point);
// Appends text, joining a pair whose halves are the end of `out` and the beginning of `text`.
void append_utf16_text(std::string& out, std::string_view text);

bool is_ascii(std::string_view text);
bool ends_with_high_surrogate(std::string_view text);
bool starts_with_low_surrogate(std::string_view text);

std::size_t code_points(std::string_view text);  // how many
std::size_t utf16_units(std::string_view text);  // as JavaScript's length
// Where the code point with that number begins; the end where there are fewer.
std::size_t offset_of_code_point(std::string_view text, std::size_t number);

std::u16string to_utf16(std::string_view text);
std::string from_utf16(std::u16string_view text);

// As JavaScript orders strings, by UTF-16 units: < 0, 0, > 0.
int compare_utf16(std::string_view a, std::string_view b);

}  // namespace jsonata
