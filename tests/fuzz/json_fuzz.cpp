#include <stdexcept>

#include "base/json.h"
#include "fuzz/driver.h"

// JSON: whatever can be read is written as it can be read again, and is the same.

namespace fuzz {

const std::string_view kName = "json";

void fuzz_one(std::span<const std::uint8_t> input) {
  const std::string_view text(reinterpret_cast<const char*>(input.data()), input.size());
  const auto value = base::Json::try_parse(text);
  if (!value) return;
  const std::string written = value->dump();
  const base::Json again = base::Json::parse(written);
  if (again != *value) throw std::logic_error("read again, it is another value");
  if (again.dump() != written) throw std::logic_error("written again, it is another text");
  if (base::Json::parse(value->dump(2)) != *value) throw std::logic_error("written for people, it is another value");
}

std::span<const std::string_view> seeds() {
  static constexpr std::string_view kSeeds[] = {
      R"({"a":[1,-2.5e3,true,false,null,"x\u00e9\ud83d\ude00"],"b":{"c":{}},"a":2})",
      R"([[[[1]]],{},[],"",0,-0,1e400,18446744073709551615,9007199254740993,1E-7])",
      "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\"",
      "123",
      " null ",
      R"({"k":"v","k2":[{"k":"v"}]})",
  };
  return kSeeds;
}

std::span<const std::string_view> dictionary() {
  static constexpr std::string_view kWords[] = {"{",    "}",       "[",    "]",     ",",   ":",    "\"",
                                                "\\u",  "\\ud800", "null", "true",  "1e5", "-0.0", "\xEF\xBB\xBF",
                                                "\xFF", "[[[[",    "\\",   "1e999", "0x1", "NaN",  "{\"a\":",
                                                "//",   "\n",      "-"};
  return kWords;
}

}  // namespace fuzz
