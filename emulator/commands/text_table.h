#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace emulator {

enum class Align { kLeft, kRight };

struct TextColumn {
  std::string title = {};
  Align align = Align::kLeft;
};

// `utf8`, or as much of it as `width` characters hold and "…".
std::string cut(std::string_view utf8, std::size_t width);

// Lines for a person: the titles, then each row, every column as wide as its widest cell. Cells that are wider than
// `widest` are cut.
std::vector<std::string> table_lines(const std::vector<TextColumn>& columns,
                                     const std::vector<std::vector<std::string>>& rows, std::size_t widest = 30);

}  // namespace emulator
