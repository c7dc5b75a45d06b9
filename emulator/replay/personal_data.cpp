#include "emulator/replay/personal_data.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"

namespace replay {
namespace personal_data_detail {

using base::Json;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80) != 0;
}

bool is_example_domain(const std::string& domain) {
  constexpr std::array<std::string_view, 8> kReserved = {"example.com", "example.org", "example.net", "example",
                                                         "test",        "invalid",     "localhost",   "example.edu"};
  return std::ranges::any_of(
      kReserved, [&](std::string_view name) { return domain == name || domain.ends_with("." + std::string(name)); });
}

// Where in a text something lies.
struct Place {
  std::size_t at = 0, size = 0;
};

// The first behind `from` that is an address: local part, @, a domain with a dot in it.
std::optional<Place> find_email(std::string_view text, std::size_t from) {
  for (auto at = text.find('@', from); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t first = at, end = at + 1;
    while (first > from &&
           (is_word(text[first - 1]) || std::string_view("._%+-").find(text[first - 1]) != std::string_view::npos))
      --first;
    while (end < text.size() && (is_word(text[end]) || text[end] == '-' || text[end] == '.')) ++end;
    while (end > at + 1 && text[end - 1] == '.') --end;
    const std::string domain = base::to_lower(text.substr(at + 1, end - at - 1));
    const auto dot = domain.rfind('.');
    if (first == at || dot == std::string::npos || dot == 0 || domain.size() - dot < 3) continue;
    if (!is_example_domain(domain)) return Place{first, end - first};
  }
  return std::nullopt;
}

// "+" and 8 to 15 digits (E.164), with blanks, dots, dashes and brackets between them.
std::optional<Place> find_telephone(std::string_view text, std::size_t from) {
  for (auto plus = text.find('+', from); plus != std::string_view::npos; plus = text.find('+', plus + 1)) {
    if (plus > 0 && is_word(text[plus - 1])) continue;
    std::string digits;
    std::size_t next = plus + 1, end = next;
    while (next < text.size() &&
           (is_digit(text[next]) || std::string_view(" .-()").find(text[next]) != std::string_view::npos)) {
      if (is_digit(text[next])) {
        digits += text[next];
        end = next + 1;
      }
      ++next;
    }
    if (digits.size() < 8 || digits.size() > 15 || (end < text.size() && is_word(text[end]))) continue;
    const bool fiction = (digits.starts_with("1") && digits.size() == 11 && digits.substr(4, 5) == "55501") ||
                         digits.starts_with("442079460");
    if (!fiction) return Place{plus, end - plus};
  }
  return std::nullopt;
}

bool passes_luhn(const std::string& digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int value = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return sum % 10 == 0;
}

// 15 or 16 digits as issuers give them out, alone or in groups, with the right check digit.
std::optional<Place> find_card(std::string_view text, std::size_t from) {
  constexpr std::array<std::string_view, 6> kForTests = {"4111111111111111", "4242424242424242", "5555555555554444",
                                                         "378282246310005",  "6011111111111117", "4000056655665556"};
  for (std::size_t first = from; first < text.size(); ++first) {
    if (!is_digit(text[first]) ||
        (first > 0 && (is_word(text[first - 1]) || text[first - 1] == '-' || text[first - 1] == '.')))
      continue;
    std::string digits;
    std::size_t end = first;
    while (end < text.size() && (is_digit(text[end]) || ((text[end] == ' ' || text[end] == '-') &&
                                                         end + 1 < text.size() && is_digit(text[end + 1])))) {
      if (is_digit(text[end])) digits += text[end];
      ++end;
    }
    const bool issued = (digits.size() == 16 &&
                         (digits[0] == '4' || (digits >= "51" && digits < "56") || digits.starts_with("6011"))) ||
                        (digits.size() == 15 && (digits.starts_with("34") || digits.starts_with("37")));
    const bool alone = end == text.size() || (!is_word(text[end]) && text[end] != '.');
    if (issued && alone && passes_luhn(digits) && std::ranges::find(kForTests, digits) == kForTests.end()) {
      return Place{first, end - first};
    }
    first = end;
  }
  return std::nullopt;
}

struct Kind {
  std::string_view name = {};
  std::optional<Place> (*find)(std::string_view text, std::size_t from) = nullptr;
};
constexpr std::array<Kind, 3> kKinds = {
    {{"e-mail address", find_email}, {"telephone number", find_telephone}, {"card number", find_card}}};

// The first behind `from` that nobody has allowed.
std::optional<Place> find_next(const Kind& kind, std::string_view text, std::size_t from,
                               const std::vector<std::string>& allowed) {
  for (;;) {
    const auto found = kind.find(text, from);
    if (!found || std::ranges::find(allowed, text.substr(found->at, found->size)) == allowed.end()) return found;
    from = found->at + found->size;
  }
}

void look(const std::string& text, const std::string& path, const std::vector<std::string>& allowed,
          std::vector<PersonalData>& found) {
  for (const Kind& kind : kKinds) {
    const auto place = find_next(kind, text, 0, allowed);
    if (place) found.push_back({path, std::string(kind.name), text.substr(place->at, place->size)});
  }
}

void walk(const Json& value, const std::string& path, const std::vector<std::string>& allowed,
          std::vector<PersonalData>& found) {
  if (value.is_string()) look(value.as_string(), path, allowed, found);
  for (std::size_t i = 0; i < value.elements().size(); ++i) {
    walk(value.at(i), path + "/" + std::to_string(i), allowed, found);
  }
  for (const auto& [name, member] : value.members()) {
    look(name, path, allowed, found);
    walk(member, path + "/" + base::replace_all(base::replace_all(name, "~", "~0"), "/", "~1"), allowed, found);
  }
}

}  // namespace personal_data_detail

std::vector<PersonalData> find_personal_data(const base::Json& document, const std::vector<std::string>& allowed) {
  std::vector<PersonalData> found;
  personal_data_detail::walk(document, "", allowed, found);
  return found;
}

std::string replace_personal_data(
    std::string_view text, const std::vector<std::string>& allowed,
    const std::function<std::string(std::string_view kind, std::string_view text)>& replacement) {
  using namespace personal_data_detail;
  std::string changed(text);
  for (const Kind& kind : kKinds) {
    std::string done;
    std::size_t from = 0;
    while (const auto place = find_next(kind, changed, from, allowed)) {
      done += changed.substr(from, place->at - from);
      done += replacement(kind.name, std::string_view(changed).substr(place->at, place->size));
      from = place->at + place->size;
    }
    if (from > 0) changed = done + changed.substr(from);
  }
  return changed;
}

}  // namespace replay
