#define PCRE2_CODE_UNIT_WIDTH 8
#include "jsonata/regex.h"

#include <pcre2.h>

#include <algorithm>
#include <memory>

namespace jsonata {
namespace regex_detail {

constexpr std::uint32_t kMatchDepth = 10'000;  // of backtracking points remembered at once
constexpr std::uint32_t kHeapKibibytes = 20'000;

template <auto release>
struct Release {
  template <typename T>
  void operator()(T* what) const {
    release(what);
  }
};
using Code = std::unique_ptr<pcre2_code, Release<pcre2_code_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Release<pcre2_match_data_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Release<pcre2_match_context_free>>;
using CompileContext = std::unique_ptr<pcre2_compile_context, Release<pcre2_compile_context_free>>;

std::string message_of(int code) {
  PCRE2_UCHAR text[256];
  pcre2_get_error_message(code, text, sizeof text);
  return reinterpret_cast<const char*>(text);
}

}  // namespace regex_detail

using namespace regex_detail;

struct Regex::Compiled {
  Code code = {};
};

Regex Regex::compile(std::string_view pattern, Flags flags) {
  const std::string translated = to_pcre(pattern, flags);
  const CompileContext context(pcre2_compile_context_create(nullptr));
  pcre2_set_compile_extra_options(context.get(), PCRE2_EXTRA_ALLOW_SURROGATE_ESCAPES);
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  std::uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF |
                          PCRE2_ALLOW_EMPTY_CLASS | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_DOTSTAR_ANCHOR;
  if (flags.ignore_case) options |= PCRE2_CASELESS;
  int error = 0;
  PCRE2_SIZE offset = 0;
  Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(), options, &error, &offset,
                          context.get()));
  if (!code) throw RegexError{.what = message_of(error), .offset = std::min(offset, pattern.size())};
  Regex result;
  result.pattern_ = pattern;
  result.compiled_ = std::make_shared<const Compiled>(Compiled{std::move(code)});
  return result;
}

std::optional<Regex::Match> Regex::find(std::string_view subject, std::size_t from, std::uint32_t steps) const {
  const pcre2_code* code = compiled_->code.get();
  const MatchData data(pcre2_match_data_create_from_pattern(code, nullptr));
  const MatchContext context(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(context.get(), steps);
  pcre2_set_depth_limit(context.get(), kMatchDepth);
  pcre2_set_heap_limit(context.get(), kHeapKibibytes);
  const int result = pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(subject.data()), subject.size(), from, 0,
                                 data.get(), context.get());
  if (result == PCRE2_ERROR_NOMATCH) return std::nullopt;
  if (result < 0) throw RegexError{.what = message_of(result), .out_of_steps = true};
  const PCRE2_SIZE* places = pcre2_get_ovector_pointer(data.get());
  Match match{.start = places[0], .end = std::max(places[0], places[1])};
  const std::uint32_t count = pcre2_get_ovector_count(data.get());
  for (std::uint32_t i = 1; i < count; ++i) {
    const PCRE2_SIZE start = places[2 * i], end = places[2 * i + 1];
    const bool took_part = start != PCRE2_UNSET && static_cast<int>(i) < result;
    match.groups.push_back(took_part ? std::optional(subject.substr(start, end - start)) : std::nullopt);
  }
  return match;
}

}  // namespace jsonata
