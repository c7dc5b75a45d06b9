#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/text.h"
#include "tests/emulator/asl/playback.h"
#include "tests/emulator/asl/recording_matcher.h"
#include "tests/emulator/asl/simulation.h"

// Recordings of AWS, where they lie beside the repository: executions of tier 0 (the interpreter alone) and 1 (with
// functions, whose behaviour the cases describe). JSONata and distributed Maps are not supported yet and left out.

namespace asl {
namespace {

// What passes today; it may only grow.
constexpr int kMinOutput = 203;
constexpr int kMinHistory = 160;
constexpr int kMinPlaybackOutput = 43;
constexpr int kMinPlaybackHistory = 43;

const std::filesystem::path kCases = "../shared/conformance/asl/cases";

Json read_json(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return Json::parse(text.str());
}

bool has_feature(const Json& row, std::string_view feature) {
  for (const Json& one : row.at("features").elements()) {
    if (one == Json(feature)) {
      return true;
    }
  }
  return false;
}

std::int64_t tier_of(const Json& row) { return row.at("tier").as_int(); }

// @@uid:1@@, @@account@@, @@lambda1.FunctionArn@@
std::string substitute(std::string text, const Json& one_case) {
  if (const Json* lambdas = one_case.find("lambdas")) {
    for (const auto& [id, lambda] : lambdas->members()) {
      const std::string name = lambda.text("name");
      text = base::replace_all(text, "@@" + id + ".FunctionArn@@",
                               "arn:aws:lambda:us-east-1:123456789012:function:" + name);
      text = base::replace_all(text, "@@" + id + ".FunctionName@@", name);
    }
  }
  text = base::replace_all(text, "@@s1.TopicArn@@", "arn:aws:sns:us-east-1:123456789012:topic");
  for (const char* uid : {"1", "2", "3", "4", "5"}) {
    text = base::replace_all(text, "@@uid:" + std::string(uid) + "@@", "u" + std::string(uid));
  }
  return base::replace_all(base::replace_all(text, "@@account@@", "123456789012"), "@@region@@", "us-east-1");
}

// A function as the case describes it.
TaskOutcome behave(const Json& lambda, const Json& event, int& calls) {
  const Json& behaviour = lambda.at("behaviour");
  const std::string kind = behaviour.text("kind");
  if (kind == "raise") {
    const Json cause = {{"errorMessage", behaviour.text("errorMessage")},
                        {"errorType", behaviour.text("errorType")},
                        {"requestId", "request-" + std::to_string(++calls)},
                        {"stackTrace", Json::array()}};
    return {.error = behaviour.text("errorType"), .cause = cause.dump()};
  }
  if (kind == "bytes") {
    return {.output = Json::parse(behaviour.text("value"))};
  }
  if (kind == "large") {
    return {.output = Json(std::string(static_cast<std::size_t>(behaviour.at("bytes").as_int()), 'a'))};
  }
  if (kind == "return") {
    return {.output = behaviour.at("value")};
  }
  if (kind == "format") {
    // Python's str(): its quotes are single.
    const std::string shown = event.is_string() ? event.as_string() : base::replace_all(event.dump(), "\"", "'");
    return {.output = Json(base::replace_all(behaviour.text("template"), "{event}", shown))};
  }
  return {.output = event, .seconds = kind == "sleep-echo" ? behaviour.at("seconds").as_double() : 0};
}

// lambda:invoke: what the service integration makes of the function's answer.
TaskOutcome invoke_service(const Json& one_case, const RunTask& task, int& calls) {
  const std::string wanted = task.parameters.text("FunctionName");
  for (const auto& [id, lambda] : one_case.at("lambdas").members()) {
    if (substitute(lambda.text("name"), one_case) != wanted &&
        !wanted.ends_with(":" + substitute(lambda.text("name"), one_case))) {
      continue;
    }
    const Json* payload = task.parameters.find("Payload");
    Json event = payload == nullptr || payload->is_null() ? Json::object() : *payload;
    if (event.is_string()) {
      event = Json::try_parse(event.as_string()).value_or(event);
    }
    TaskOutcome outcome = behave(lambda, event, calls);
    if (outcome.output) {
      outcome.output = Json{{"ExecutedVersion", "$LATEST"}, {"Payload", *outcome.output}, {"StatusCode", 200}};
      if (task.parameters.contains("LogType")) {
        outcome.output->set("LogResult", "bG9n");
      }
    }
    return outcome;
  }
  return {.error = "Lambda.ResourceNotFoundException",
          .cause = "Function not found: arn:aws:lambda:us-east-1:123456789012:function:" + wanted +
                   ":$LATEST (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request "
                   "ID: request; Proxy: null)"};
}

SimulationOptions options_of(const Json& one_case, int& calls) {
  SimulationOptions options;
  options.run_task = [&](const RunTask& task) -> TaskOutcome {
    if (task.resource.ends_with(":lambda:invoke")) {
      return invoke_service(one_case, task, calls);
    }
    for (const auto& [id, lambda] : one_case.at("lambdas").members()) {
      if (task.resource.ends_with(":" + substitute(lambda.text("name"), one_case))) {
        return behave(lambda, task.parameters, calls);
      }
    }
    return {.error = "Test.NoSuchTask", .cause = task.resource};
  };
  return options;
}

struct Verdict {
  std::vector<std::string> output = {};
  std::vector<std::string> history = {};
  bool has_history = false;
};

void check(const Json& one_case, const Json& run, Verdict& verdict, bool store_every_step) {
  const Json& expected = run.at("expected");
  std::string definition = run.contains("definition") ? run.at("definition").dump()
                           : one_case.contains("definition_text") && one_case.at("definition_text").is_string()
                               ? one_case.text("definition_text")
                               : one_case.at("definition").dump();
  const bool is_express = one_case.text("type") == "EXPRESS";
  SimulationResult result;
  int calls = 0;
  try {
    const Machine machine =
        parse_machine(substitute(definition, one_case), is_express ? MachineType::kExpress : MachineType::kStandard);
    auto options = options_of(one_case, calls);
    options.store_every_step = store_every_step;
    Playback playback(expected.contains("history") ? expected.at("history") : Json::array());
    if (tier_of(one_case) > 1) {  // services play back what they answered when the recording was made
      options.run_task = [&](const RunTask&) { return playback.next(); };
    }
    if (is_express) {
      options.identity.execution_arn = "arn:aws:states:us-east-1:123456789012:express:machine:run:1f";
    }
    const std::string input = run.contains("input_text") ? run.text("input_text")
                              : run.contains("input")    ? run.at("input").dump()
                                                         : "{}";
    result = simulate(machine, substitute(input, one_case), options);
  } catch (const std::exception& error) {
    verdict.output.push_back(error.what());
    return;
  }
  const Done done = result.done.value_or(Done{.status = Status::kRunning});
  RecordingMatcher matcher(one_case.contains("placeholders") ? one_case.at("placeholders") : Json::array());
  const auto add = [](std::vector<std::string>& to, const std::vector<std::string>& more) {
    to.insert(to.end(), more.begin(), more.end());
  };
  add(verdict.output, matcher.compare(expected.text("status"), status_name(done.status)));
  if (const Json* output = expected.find("output"); output != nullptr && done.status == Status::kSucceeded) {
    add(verdict.output, matcher.compare(*output, done.output));
  }
  for (const auto& [name, value] : {std::pair("error", done.error), std::pair("cause", done.cause)}) {
    const Json* wanted = expected.find(name);
    if ((wanted == nullptr || wanted->is_null()) != !value) {
      verdict.output.push_back(std::string(name) + ": " + value.value_or("is missing"));
    } else if (value) {
      add(verdict.output, matcher.compare(*wanted, *value));
    }
  }
  const Json* history = expected.find("history");
  if (history != nullptr && !history->is_null() && !one_case.contains("history_recorded_unreliable") &&
      !expected.contains("history_recorded_unreliable")) {
    verdict.has_history = true;
    add(verdict.history,
        matcher.compare_history(*history, result.history, one_case.text("history_order") == "parallel-unordered"));
  }
}

struct Tally {
  int cases = 0, output = 0, with_history = 0, history = 0;
};

Tally run_all(bool store_every_step, bool playback = false) {
  Tally tally;
  const bool verbose = std::getenv("ASL_VERBOSE") != nullptr;
  const Json index = read_json(kCases / "index.json");
  for (const Json& row : index.elements()) {
    if (row.text("kind") != "execution" || (tier_of(row) > 1) != playback || has_feature(row, "jsonata") ||
        has_feature(row, "DistributedMap")) {
      continue;
    }
    const Json one_case = read_json(kCases / row.text("file"));
    Verdict verdict;
    for (const Json& run : one_case.at("executions").elements()) {
      if (!run.at("expected").contains("incomplete_recording")) {
        check(one_case, run, verdict, store_every_step);
      }
    }
    ++tally.cases;
    tally.output += verdict.output.empty();
    tally.with_history += verdict.has_history;
    tally.history += verdict.has_history && verdict.output.empty() && verdict.history.empty();
    if (verbose) {
      for (const auto& line : verdict.output) {
        std::cout << row.text("file") << " OUTPUT " << line << "\n";
      }
      for (const auto& line : verdict.history) {
        std::cout << row.text("file") << " HISTORY " << line << "\n";
      }
    }
  }
  return tally;
}

TEST(AslConformance, RecordingsOfAwsPassAtLeastAsManyAsBefore) {
  if (!std::filesystem::exists(kCases)) {
    GTEST_SKIP() << "skipped: there are no recordings in " << kCases;
  }
  const Tally tally = run_all(false);
  std::cout << "recordings: output " << tally.output << " of " << tally.cases << ", history " << tally.history << " of "
            << tally.with_history << "\n";
  EXPECT_GE(tally.output, kMinOutput);
  EXPECT_GE(tally.history, kMinHistory);
}

TEST(AslConformance, RecordingsWithServicesPassWhenTheServicesPlayBack) {
  if (!std::filesystem::exists(kCases)) {
    GTEST_SKIP() << "skipped: there are no recordings in " << kCases;
  }
  const Tally tally = run_all(false, true);
  std::cout << "played back: output " << tally.output << " of " << tally.cases << ", history " << tally.history
            << " of " << tally.with_history << "\n";
  EXPECT_GE(tally.output, kMinPlaybackOutput);
  EXPECT_GE(tally.history, kMinPlaybackHistory);
}

TEST(AslConformance, StoringEveryStepChangesNothing) {
  if (!std::filesystem::exists(kCases)) {
    GTEST_SKIP() << "skipped: there are no recordings in " << kCases;
  }
  const Tally plain = run_all(false), stored = run_all(true);
  EXPECT_EQ(plain.output, stored.output);
  EXPECT_EQ(plain.history, stored.history);
}

}  // namespace
}  // namespace asl
