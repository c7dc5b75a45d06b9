#include "emulator/s3/range.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/s3/errors.h"

namespace s3 {

namespace {

std::optional<std::uint64_t> parse_offset(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  // Digits that do not fit lie behind every end.
  return static_cast<std::uint64_t>(base::parse_int(text).value_or(std::int64_t{1} << 62));
}

}  // namespace

std::optional<Range> parse_range(std::string_view header, std::uint64_t size) {
  std::string_view text = base::trim(header);
  if (!text.starts_with("bytes=")) return std::nullopt;
  text = base::trim(text.substr(6));
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = parse_offset(text.substr(0, dash));
  const auto last = parse_offset(text.substr(dash + 1));
  if (dash == 0) {  // the last so many
    if (!last) return std::nullopt;
    const std::uint64_t length = std::min(*last, size);
    if (length == 0) throw invalid_range(header, size);
    return Range{size - length, length};
  }
  const bool is_open = dash + 1 == text.size();
  if (!first || (!last && !is_open) || (last && *last < *first)) return std::nullopt;
  if (*first >= size) throw invalid_range(header, size);
  const std::uint64_t end = last ? std::min(*last + 1, size) : size;
  return Range{*first, end - *first};
}

}  // namespace s3
