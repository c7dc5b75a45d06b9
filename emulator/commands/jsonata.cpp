#include "jsonata/jsonata.h"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "emulator/commands/options.h"

// feedmill jsonata EXPRESSION [INPUT.json|-]: what does this expression make of that?

namespace emulator {
namespace jsonata_detail {

// A thread's own stack is 8 MiB: a person may try deeper recursion than a handler allows itself.
constexpr jsonata::Limits kLimits = {
    .depth = 20'000, .stack_bytes = 6u << 20, .steps = 1'000'000'000, .memory_bytes = 1u << 30};

std::optional<std::string> read_all(const std::string& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void report(const jsonata::Error& error) {
  std::fprintf(stderr, "%s: %s", error.code.c_str(), error.what());
  if (error.position) std::fprintf(stderr, " (position %zu)", *error.position);
  std::fprintf(stderr, "\n");
}

}  // namespace jsonata_detail

int run_jsonata(const std::string& expression, const std::string& input_file) {
  using namespace jsonata_detail;
  try {
    const auto parsed = jsonata::Expression::parse(expression);
    std::optional<base::Json> result;
    if (input_file.empty()) {
      result = parsed.evaluate(jsonata::Environment(), kLimits);
    } else {
      const auto text = read_all(input_file);
      if (!text) {
        std::fprintf(stderr, "%s: cannot be read\n", input_file.c_str());
        return 1;
      }
      result = parsed.evaluate(base::Json::parse(*text), jsonata::Environment(), kLimits);
    }
    if (result) std::printf("%s\n", result->dump(2).c_str());
    return 0;
  } catch (const jsonata::Error& error) {
    report(error);
  } catch (const base::JsonError& error) {
    std::fprintf(stderr, "%s: %s\n", input_file.c_str(), error.what());
  }
  return 1;
}

}  // namespace emulator
