#define PCRE2_CODE_UNIT_WIDTH 8
#include "jsonata/letter_case.h"

#include <pcre2.h>

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "jsonata/utf.h"

namespace jsonata {
namespace letter_case_detail {

// Characters whose other case is more than one character (SpecialCasing.txt, without the conditional ones).
struct Special {
  std::string_view from = {};
  std::string_view to = {};
};
constexpr Special kUpper[] = {{"ß", "SS"}, {"ŉ", "ʼN"},  {"ǰ", "J̌"},   {"ﬀ", "FF"}, {"ﬁ", "FI"},
                              {"ﬂ", "FL"}, {"ﬃ", "FFI"}, {"ﬄ", "FFL"}, {"ﬅ", "ST"}, {"ﬆ", "ST"}};
constexpr Special kLower[] = {{"İ", "i̇"}};

pcre2_code* all_text() {
  static pcre2_code* const code = [] {
    int error = 0;
    PCRE2_SIZE offset = 0;
    return pcre2_compile(reinterpret_cast<PCRE2_SPTR>(".+"), PCRE2_ZERO_TERMINATED,
                         PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_DOTALL, &error, &offset, nullptr);
  }();
  CHECK(code != nullptr);
  return code;
}

// A substitution of everything by itself, forced to a case: PCRE2 has the tables.
std::string forced(std::string_view text, const char* replacement) {
  std::string out(text.size() * 3 + 16, '\0');
  PCRE2_SIZE size = out.size();
  const int result = pcre2_substitute(all_text(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0,
                                      PCRE2_SUBSTITUTE_EXTENDED | PCRE2_SUBSTITUTE_GLOBAL, nullptr, nullptr,
                                      reinterpret_cast<PCRE2_SPTR>(replacement), PCRE2_ZERO_TERMINATED,
                                      reinterpret_cast<PCRE2_UCHAR*>(out.data()), &size);
  if (result < 0) return std::string(text);
  out.resize(size);
  return out;
}

template <std::size_t count>
std::string with_specials(std::string text, const Special (&specials)[count]) {
  for (const Special& special : specials) {
    if (text.find(special.from) != std::string::npos) text = base::replace_all(text, special.from, special.to);
  }
  return text;
}

}  // namespace letter_case_detail

std::string upper_case(std::string_view text) {
  using namespace letter_case_detail;
  if (is_ascii(text)) return base::to_upper(text);
  return forced(with_specials(std::string(text), kUpper), "\\U$0");
}

std::string lower_case(std::string_view text) {
  using namespace letter_case_detail;
  if (is_ascii(text)) return base::to_lower(text);
  return forced(with_specials(std::string(text), kLower), "\\L$0");
}

}  // namespace jsonata
