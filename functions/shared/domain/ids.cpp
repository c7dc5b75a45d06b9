#include "domain/ids.h"

#include <stdexcept>

namespace domain {
namespace ids_detail {

constexpr std::size_t kMaxDigits = 18;
constexpr std::size_t kMaxTextBytes = 64;

std::optional<Id> parse_int_id(std::string_view text) {
  if (text.empty() || text.size() > kMaxDigits || text.front() == '0') return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return Id{.number = number};
}

std::optional<Id> parse_text_id(std::string_view text) {
  if (text.empty() || text.size() > kMaxTextBytes) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return std::nullopt;
    // U+0080 to U+009F are C2 80 to C2 9F.
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return std::nullopt;
  }
  return Id{.text = text};
}

}  // namespace ids_detail

using namespace ids_detail;

std::optional<IdProfile> find_id_profile(std::string_view name) {
  if (name == "int") return IdProfile::kInt;
  if (name == "str") return IdProfile::kStr;
  return std::nullopt;
}

IdProfile get_id_profile(std::string_view name) {
  if (const auto profile = find_id_profile(name)) return *profile;
  throw std::invalid_argument("ids are \"int\" or \"str\", not \"" + std::string(name) + "\"");
}

std::string_view name_of(IdProfile profile) { return profile == IdProfile::kInt ? "int" : "str"; }

std::optional<Id> parse_id(IdProfile profile, std::string_view text) {
  return profile == IdProfile::kInt ? parse_int_id(text) : parse_text_id(text);
}

std::string to_text(IdProfile profile, Id id) {
  return profile == IdProfile::kInt ? std::to_string(id.number) : std::string(id.text);
}

}  // namespace domain
