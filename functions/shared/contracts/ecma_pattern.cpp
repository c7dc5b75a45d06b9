#define PCRE2_CODE_UNIT_WIDTH 8
#include "contracts/ecma_pattern.h"

#include <fmt/format.h>
#include <pcre2.h>

#include "base/check.h"

namespace contracts {
namespace ecma_pattern_detail {

constexpr std::uint32_t kMatchSteps = 1'000'000;
constexpr std::uint32_t kHeapKibibytes = 16 * 1024;

// ECMA-262 where PCRE2 differs from it: \u escapes, [] and [^], `$` at the very end only, a group that did not match is
// empty.
constexpr std::uint32_t kOptions = PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_DOLLAR_ENDONLY |
                                   PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C;

template <typename T, void (*free_it)(T*)>
struct Free {
  void operator()(T* it) const { free_it(it); }
};
using Code = std::unique_ptr<pcre2_code, Free<pcre2_code, pcre2_code_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Free<pcre2_match_data, pcre2_match_data_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Free<pcre2_match_context, pcre2_match_context_free>>;
using CompileContext = std::unique_ptr<pcre2_compile_context, Free<pcre2_compile_context, pcre2_compile_context_free>>;

}  // namespace ecma_pattern_detail

using namespace ecma_pattern_detail;

struct EcmaPattern::Compiled {
  Code code = {};
  MatchData found = {};
  MatchContext limits = {};
};

EcmaPattern::EcmaPattern(std::string_view pattern) : compiled_(std::make_unique<Compiled>()) {
  const CompileContext context(pcre2_compile_context_create(nullptr));
  CHECK(context);
  pcre2_set_compile_extra_options(context.get(), PCRE2_EXTRA_ALT_BSUX);  // \u{1F600}
  int error = 0;
  std::size_t offset = 0;
  compiled_->code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), kOptions, &error,
                                      &offset, context.get()));
  if (!compiled_->code) {
    PCRE2_UCHAR message[256];
    pcre2_get_error_message(error, message, sizeof message);
    throw PatternError(fmt::format("{}, at byte {}", reinterpret_cast<const char*>(message), offset));
  }
  compiled_->found.reset(pcre2_match_data_create(1, nullptr));
  compiled_->limits.reset(pcre2_match_context_create(nullptr));
  CHECK(compiled_->found && compiled_->limits);
  pcre2_set_match_limit(compiled_->limits.get(), kMatchSteps);
  pcre2_set_heap_limit(compiled_->limits.get(), kHeapKibibytes);
}

EcmaPattern::~EcmaPattern() = default;
EcmaPattern::EcmaPattern(EcmaPattern&&) noexcept = default;
EcmaPattern& EcmaPattern::operator=(EcmaPattern&&) noexcept = default;

bool EcmaPattern::matches(std::string_view utf8) const {
  // The text was checked when it was read. (An empty view may have no address, which PCRE2 takes ill.)
  const char* data = utf8.empty() ? "" : utf8.data();
  return pcre2_match(compiled_->code.get(), reinterpret_cast<PCRE2_SPTR>(data), utf8.size(), 0, PCRE2_NO_UTF_CHECK,
                     compiled_->found.get(), compiled_->limits.get()) >= 0;
}

}  // namespace contracts
