#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/text.h"
#include "emulator/asl/machine.h"

// What AWS accepted and what it refused, and in which words: every CreateStateMachine and
// ValidateStateMachineDefinition among the recordings, where they lie beside the repository.

namespace asl {
namespace {

const std::filesystem::path kCases = "../shared/conformance/asl/cases";
constexpr int kMinAgreed = 161;

Json read_json(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return Json::parse(text.str());
}

bool is_not_supported_yet(const std::string& definition) {
  for (const char* word : {"JSONata", "DISTRIBUTED", ":activity:", "ActivityArn", "activityArn"}) {
    if (definition.find(word) != std::string::npos) {
      return true;
    }
  }
  return false;
}

// The recorded sentence about the step's definition: "" where AWS took it.
std::string recorded_problem(const Json& one_case) {
  const Json* matches = one_case.find("matches");
  for (const Json& match : matches == nullptr ? std::span<const Json>() : matches->elements()) {
    const Json* expected = match.find("expected");
    if (expected == nullptr) {
      continue;
    }
    if (const Json* diagnostics = expected->find("diagnostics"); diagnostics != nullptr && !diagnostics->empty()) {
      return diagnostics->at(std::size_t{0}).text("message");
    }
    for (const std::string& text : {expected->is_string() ? expected->as_string() : "", expected->text("message"),
                                    expected->text("exception_value")}) {
      if (const auto from = text.find("SCHEMA_VALIDATION_FAILED: "); from != std::string::npos) {
        return base::replace_all(text.substr(from, text.rfind('\'') - from), "<partition>", "aws");
      }
    }
  }
  return "";
}

TEST(AslDefinitionsConformance, DefinitionsAreAcceptedAndRefusedAsAwsDid) {
  if (!std::filesystem::exists(kCases)) {
    GTEST_SKIP() << "skipped: there are no recordings in " << kCases;
  }
  const bool verbose = std::getenv("ASL_VERBOSE") != nullptr;
  int agreed = 0, all = 0;
  const Json index = read_json(kCases / "index.json");
  for (const Json& row : index.elements()) {
    if (row.text("kind") != "script" || row.contains("partial")) {
      continue;
    }
    const Json one_case = read_json(kCases / row.text("file"));
    for (const Json& step : one_case.at("steps").elements()) {
      const std::string op = step.text("op");
      const Json* definition = step.contains("params") ? step.at("params").find("definition") : nullptr;
      if (definition == nullptr || !definition->is_string() || is_not_supported_yet(definition->as_string()) ||
          (op != "create_state_machine" && op != "validate_state_machine_definition")) {
        continue;
      }
      std::string text = base::replace_all(definition->as_string(), "@@lambda1.FunctionArn@@",
                                           "arn:aws:lambda:us-east-1:123456789012:function:f");
      const bool is_express = step.at("params").text("type") == "EXPRESS";
      const auto problems = validate(text, is_express ? MachineType::kExpress : MachineType::kStandard);
      const std::string problem = recorded_problem(one_case);
      ++all;
      const bool same = problem.empty() ? problems.empty() : describe(problems).find(problem) != std::string::npos;
      agreed += same;
      if (verbose && !same) {
        std::cout << row.text("file") << " DEFINITION expected " << problem << " got " << describe(problems) << "\n";
      }
    }
  }
  std::cout << "definitions: " << agreed << " of " << all << "\n";
  EXPECT_GE(agreed, kMinAgreed);
}

}  // namespace
}  // namespace asl
