#include <algorithm>
#include <stdexcept>
#include <string>

#include "emulator/patterns/pattern.h"
#include "fuzz/driver.h"

// Event patterns: the first line is a pattern, the rest an event. What can be read is compared, and blanks make no
// difference.

namespace fuzz {

const std::string_view kName = "event_pattern";

void fuzz_one(std::span<const std::uint8_t> input) {
  const std::string_view text(reinterpret_cast<const char*>(input.data()), input.size());
  const std::string_view pattern_text = text.substr(0, text.find('\n'));
  const std::string_view event_text = text.substr(std::min(pattern_text.size() + 1, text.size()));
  try {
    const patterns::Pattern pattern = patterns::Pattern::parse(pattern_text);
    pattern.complexity(10);
    const patterns::FlatEvent event{std::string(event_text)};
    const bool matches = pattern.matches(event);
    const std::string shorter = patterns::minify_json(event_text);
    if (pattern.matches(patterns::FlatEvent(shorter)) != matches) throw std::logic_error("blanks make a difference");
    if (patterns::minify_json(shorter) != shorter) throw std::logic_error("it can be made shorter twice");
  } catch (const patterns::PatternError&) {
  } catch (const patterns::JsonTextError&) {
  }
}

std::span<const std::string_view> seeds() {
  static constexpr std::string_view kSeeds[] = {
      "{\"a\":[\"x\",1,null,true,{\"exists\":false}]}\n{\"a\":[\"x\",{\"b\":1.5e3}]}",
      "{\"a\":{\"b\":[{\"prefix\":\"x\"},{\"suffix\":{\"equals-ignore-case\":\"\\u00c9\"}}]}}\n{\"a\":[{\"b\":\"xy\"}]"
      "}",
      "{\"a\":[{\"anything-but\":{\"wildcard\":[\"a*b\",\"\\\\*\"]}},{\"numeric\":[\">\",0,\"<=\",5]}]}\n{\"a\":"
      "\"ab\"}",
      "{\"$or\":[{\"a\":[{\"cidr\":\"10.0.0.0/8\"}]},{\"b\":[{\"cidr\":\"::1/"
      "64\"}]}],\"c\":[\"::1\"]}\n{\"a\":\"10.1.1.1\"}",
      "{\"l\":{\"a\":[\"1\"],\"b\":[{\"exists\":false}]}}\n{\"l\":[{\"a\":\"1\"},{\"b\":[[2]]}]}",
  };
  return kSeeds;
}

std::span<const std::string_view> dictionary() {
  static constexpr std::string_view kWords[] = {"\"prefix\":",
                                                "\"suffix\":",
                                                "\"equals-ignore-case\":",
                                                "\"anything-but\":",
                                                "\"numeric\":",
                                                "\"exists\":",
                                                "\"cidr\":",
                                                "\"$or\":",
                                                "\"wildcard\":",
                                                "\"exactly\":",
                                                "[",
                                                "]",
                                                "{",
                                                "}",
                                                ",",
                                                "*",
                                                "\\\\",
                                                "\"<\"",
                                                "\">=\"",
                                                "1e309",
                                                "1E-320",
                                                "\\ud800",
                                                "0.0.0.0/0",
                                                "\n"};
  return kWords;
}

}  // namespace fuzz
