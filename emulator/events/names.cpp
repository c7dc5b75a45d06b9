#include "emulator/events/names.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "emulator/events/errors.h"

namespace events {

void Constraints::add(std::string_view value, std::string_view path, std::string_view rule) {
  problems_.push_back(fmt::format("Value '{}' at '{}' failed to satisfy constraint: {}", value, path, rule));
}

void Constraints::check_name(std::string_view value, std::string_view path, std::size_t longest,
                             std::string_view more) {
  const bool good = std::ranges::all_of(value, [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || std::string_view(".-_").find(c) != std::string_view::npos ||
           more.find(c) != std::string_view::npos;
  });
  if (!good) {
    add(value, path, fmt::format("Member must satisfy regular expression pattern: [{}\\.\\-_A-Za-z0-9]+", more));
  }
  if (value.empty()) add(value, path, "Member must have length greater than or equal to 1");
  check_length(value, path, longest);
}

void Constraints::check_length(std::string_view value, std::string_view path, std::size_t longest) {
  if (base::count_code_points(value) > longest) {
    add(value, path, fmt::format("Member must have length less than or equal to {}", longest));
  }
}

void Constraints::check_one_of(std::string_view value, std::string_view path, const std::vector<std::string>& allowed) {
  if (std::ranges::find(allowed, value) == allowed.end()) {
    add(value, path, fmt::format("Member must satisfy enum value set: [{}]", fmt::join(allowed, ", ")));
  }
}

void Constraints::require() const {
  if (problems_.empty()) return;
  throw validation(fmt::format("{} validation error{} detected: {}", problems_.size(), problems_.size() == 1 ? "" : "s",
                               fmt::join(problems_, "; ")));
}

}  // namespace events
