#include "emulator/commands/text_table.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace emulator {

std::string cut(std::string_view utf8, std::size_t width) {
  return base::count_code_points(utf8) <= width ? std::string(utf8)
                                                : std::string(base::truncate_utf8(utf8, width - 1)) + "…";
}

std::vector<std::string> table_lines(const std::vector<TextColumn>& columns,
                                     const std::vector<std::vector<std::string>>& rows, std::size_t widest) {
  std::vector<std::vector<std::string>> cells(1);
  for (const TextColumn& column : columns) cells.front().push_back(column.title);
  cells.insert(cells.end(), rows.begin(), rows.end());
  std::vector<std::size_t> widths(columns.size());
  for (auto& row : cells) {
    CHECK(row.size() == columns.size());
    for (std::size_t c = 0; c < row.size(); ++c) {
      row[c] = cut(row[c], widest);
      widths[c] = std::max(widths[c], base::count_code_points(row[c]));
    }
  }
  std::vector<std::string> lines;
  for (const auto& row : cells) {
    std::string line = "  ";
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string blank(widths[c] - base::count_code_points(row[c]), ' ');
      line += columns[c].align == Align::kLeft ? row[c] + blank : blank + row[c];
      line += "  ";
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace emulator
