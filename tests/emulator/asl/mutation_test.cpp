#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "tests/emulator/asl/simulation.h"

// No definition and no data takes the interpreter down: every mutation of the cases is refused by name, or runs to an
// end or into waiting.

namespace asl {
namespace {

constexpr int kRounds = 60;

std::vector<const Json*> all_values(const Json& value) {
  std::vector<const Json*> out = {&value};
  const auto add = [&](const Json& child) {
    const auto more = all_values(child);
    out.insert(out.end(), more.begin(), more.end());
  };
  for (const Json& element : value.elements()) {
    add(element);
  }
  for (const auto& member : value.members()) {
    add(member.second);
  }
  return out;
}

Json mutate(const Json& value, const Json* target, const Json& replacement) {
  if (&value == target) {
    return replacement;
  }
  if (value.is_array()) {
    Json out = Json::array();
    for (const Json& element : value.elements()) {
      out.push_back(mutate(element, target, replacement));
    }
    return out;
  }
  if (value.is_object()) {
    Json out = Json::object();
    for (const auto& [name, member] : value.members()) {
      out.set(name, mutate(member, target, replacement));
    }
    return out;
  }
  return value;
}

std::string garble(std::string text, std::mt19937_64& random) {
  static const std::string kBytes = "$.[]()'\"\\{}*?@,:-0129aA &|!<>=";
  for (int i = 0; i < 3; ++i) {
    const auto at = text.empty() ? 0 : random() % text.size();
    switch (random() % 3) {
      case 0:
        text.insert(at, 1, kBytes[random() % kBytes.size()]);
        break;
      case 1:
        text.erase(at, 1);
        break;
      default:
        if (!text.empty()) {
          text[at] = kBytes[random() % kBytes.size()];
        }
    }
  }
  return text;
}

Json replacement_for(const Json& value, std::mt19937_64& random) {
  if (value.is_string() && random() % 4 != 0) {
    return garble(value.as_string(), random);
  }
  const Json choices[] = {nullptr,
                          true,
                          -1,
                          0,
                          1e300,
                          9'223'372'036'854'775'807LL,
                          "",
                          "$",
                          "$$",
                          "$.a[99]",
                          "$[-1:0:1]",
                          "$..*",
                          "States.MathAdd(9223372036854775807, 1)",
                          "States.Array($$)",
                          "States.ArrayRange(0, 9e18, 1)",
                          Json::object(),
                          Json::array({Json(1)})};
  return choices[random() % std::size(choices)];
}

TEST(AslMutation, NothingTakesTheInterpreterDown) {
  int ran = 0, refused = 0;
  std::mt19937_64 random(20'261'121);
  for (const std::string file : {"errors", "flow", "data"}) {
    std::ifstream in("tests/emulator/asl/cases/" + file + ".json");
    std::stringstream text;
    text << in.rdbuf();
    for (const Json rows = Json::parse(text.str()); const Json& row : rows.elements()) {
      const Json& input = row.contains("input") ? row.at("input") : row.at("inputs").at(std::size_t{0}).at("input");
      for (int round = 0; round < kRounds; ++round) {
        const auto places = all_values(row.at("machine"));
        const Json* target = places[random() % places.size()];
        const Json definition =
            round % 2 == 0 ? mutate(row.at("machine"), target, replacement_for(*target, random)) : row.at("machine");
        const auto inputs = all_values(input);
        const Json* input_target = inputs[random() % inputs.size()];
        const Json data = mutate(input, input_target, replacement_for(*input_target, random));
        try {
          const Machine machine = parse_machine(definition.dump());
          SimulationOptions options{.seed = random(), .store_every_step = round % 8 == 0, .max_events = 300};
          const auto result = simulate(machine, data.dump(), options);
          EXPECT_FALSE(result.history.empty());
          ++ran;
        } catch (const InvalidDefinition& invalid) {
          EXPECT_FALSE(invalid.problems.empty());
          ++refused;
        }
      }
    }
  }
  EXPECT_GT(ran, 300);
  EXPECT_GT(refused, 300);
}

}  // namespace
}  // namespace asl
