#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "jsonata/jsonata.h"

// bench_jsonata MAPPINGS.json SECONDS: each mapping parsed once and evaluated many times; one line of JSON with
// microseconds an evaluation and the result. bench/jsonata_peer.mjs does the same with the npm package.

namespace {

using base::Json;
using Clock = std::chrono::steady_clock;

// The host functions of contracts, reduced to handing on what they get: what is measured is the language.
jsonata::Environment environment() {
  jsonata::Environment result;
  result.bind("receivedAt", "2026-03-01T12:00:00.000Z");
  const auto hand_on = [](jsonata::Call& call, std::span<const jsonata::Value> arguments) -> jsonata::Value {
    if (!arguments[0].is_number()) return arguments[0];
    return call.text(std::to_string(static_cast<long>(arguments[0].as_number())));
  };
  for (const char* name : {"decimal", "instant"}) result.define(name, "", hand_on);
  return result;
}

Json measure(const Json& test, double seconds) {
  const auto expression = jsonata::Expression::parse(test.at("mapping").as_string());
  const jsonata::Environment world = environment();
  const Json& input = test.at("input");
  const Json result = expression.evaluate(input, world).value();
  std::int64_t count = 0;
  const auto start = Clock::now();
  std::chrono::duration<double> spent{0};
  do {
    for (int i = 0; i < 20; ++i) {
      if (!expression.evaluate(input, world)) std::exit(1);
    }
    count += 20;
    spent = Clock::now() - start;
  } while (spent.count() < seconds);
  return {{"us", spent.count() * 1e6 / static_cast<double>(count)}, {"result", result}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s MAPPINGS.json SECONDS\n", argv[0]);
    return 2;
  }
  std::ifstream in(argv[1]);
  const Json tests = Json::parse(std::string(std::istreambuf_iterator<char>(in), {}));
  Json rows = Json::array();
  for (const Json& test : tests.elements()) rows.push_back(measure(test, std::atof(argv[2])));
  std::printf("%s\n", rows.dump().c_str());
}
