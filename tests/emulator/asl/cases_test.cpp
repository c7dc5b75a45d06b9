#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "tests/emulator/asl/simulation.h"

// cases/*.json: machine, input, scripted task outcomes, and how it ends. A row may give `inputs` with an output each.
// `history` lists "previousEventId type". Tasks are found by the end of their resource; the last outcome repeats.

namespace asl {
namespace {

class Script {
 public:
  explicit Script(const Json* tasks) : tasks_(tasks) {}

  TaskOutcome run(const RunTask& task) {
    for (const auto& [suffix, outcomes] : tasks_ == nullptr ? std::span<const Json::Member>() : tasks_->members()) {
      if (!task.resource.ends_with(suffix)) {
        continue;
      }
      const Json& outcome = outcomes.at(std::min(calls_[suffix]++, outcomes.size() - 1));
      const double seconds = outcome.contains("seconds") ? outcome.at("seconds").as_double() : 0;
      if (const Json* size = outcome.find("large")) {
        return {.output = Json(std::string(static_cast<std::size_t>(size->as_int()), 'x'))};
      }
      if (const Json* where = outcome.find("token_reaches")) {
        const std::string sent = task.parameters.at(where->as_string()).text("token");
        return {.output = Json(!task.token.empty() && sent == task.token)};
      }
      if (const Json* output = outcome.find("output")) {
        return {.output = *output, .seconds = seconds};
      }
      return {.error = outcome.text("error"), .cause = outcome.text("cause"), .seconds = seconds};
    }
    return {.output = task.parameters};
  }

 private:
  const Json* tasks_;
  std::map<std::string, std::size_t> calls_ = {};
};

void check_history(const Json& expected, const std::vector<Json>& history) {
  std::string wanted, got;
  for (const Json& line : expected.elements()) {
    wanted += line.as_string() + "\n";
  }
  std::int64_t next_id = 1;
  for (const Json& event : history) {
    EXPECT_EQ(event.at("id").as_int(), next_id++);
    got += event.at("previousEventId").dump() + " " + event.text("type") + "\n";
  }
  EXPECT_EQ(got, wanted);
}

void check(const Json& row, const Json& input, const Json& expect, bool store_every_step) {
  SCOPED_TRACE(row.text("name") + " of " + input.dump().substr(0, 200) + (store_every_step ? ", stored" : ""));
  const Machine machine = parse_machine(row.at("machine").dump());
  Script script(row.find("tasks"));
  SimulationOptions options;
  options.run_task = [&](const RunTask& task) { return script.run(task); };
  options.store_every_step = store_every_step;
  if (const Json* stop = row.find("stop_after")) {
    options.stop_after = stop->as_double();
  }
  const SimulationResult result = simulate(machine, input.dump(), options);
  ASSERT_TRUE(result.done);
  EXPECT_TRUE(result.left.empty()) << "a finished execution waits for nothing";
  EXPECT_EQ(status_name(result.done->status), expect.text("status"))
      << result.done->error.value_or("") << ": " << result.done->cause.value_or("");
  if (const Json* output = expect.find("output")) {
    EXPECT_EQ(result.done->output, *output) << result.done->output.dump();
  }
  if (const Json* error = expect.find("error")) {
    EXPECT_EQ(result.done->error.value_or("nothing"), error->as_string());
  }
  if (const Json* cause = expect.find("cause")) {
    EXPECT_EQ(result.done->cause.value_or("nothing"), cause->as_string());
  }
  const double took = double(result.took.count()) / 1e9;
  if (const Json* seconds = expect.find("seconds")) {
    EXPECT_DOUBLE_EQ(took, seconds->as_double());
  }
  if (const Json* seconds = expect.find("seconds_below")) {
    EXPECT_LT(took, seconds->as_double());
    EXPECT_GT(took, 0);
  }
  if (const Json* events = expect.find("events")) {
    EXPECT_EQ(Json(result.history.size()), *events);
  }
  if (const Json* history = expect.find("history")) {
    check_history(*history, result.history);
  }
}

class AslCases : public testing::TestWithParam<const char*> {};

TEST_P(AslCases, EndAsTheyShouldWhetherStoredAfterEveryStepOrNot) {
  std::ifstream in("tests/emulator/asl/cases/" + std::string(GetParam()) + ".json");
  ASSERT_TRUE(in) << "run it from the repository's root";
  std::stringstream text;
  text << in.rdbuf();
  const Json rows = Json::parse(text.str());
  for (const Json& row : rows.elements()) {
    for (const bool stored : {false, true}) {
      if (const Json* expect = row.find("expect")) {
        check(row, row.at("input"), *expect, stored);
        continue;
      }
      for (const Json& one : row.at("inputs").elements()) {
        check(row, one.at("input"), {{"status", "SUCCEEDED"}, {"output", one.at("output")}}, stored);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Files, AslCases, testing::Values("errors", "flow", "data"),
                         [](const auto& param) { return std::string(param.param); });

}  // namespace
}  // namespace asl
