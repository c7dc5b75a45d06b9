#include "emulator/asl/machine.h"

#include <gtest/gtest.h>

namespace asl {
namespace {

struct Case {
  const char* name;
  const char* definition;
  const char* problems;  // as they stand in InvalidDefinition's message; "" where there are none
  MachineType type = MachineType::kStandard;
};

std::string of_state(const std::string& state) { return R"({"StartAt":"A","States":{"A":)" + state + "}}"; }

class AslDefinition : public testing::TestWithParam<Case> {};

TEST_P(AslDefinition, IsRefusedInTheWordsOfAws) {
  const Case& row = GetParam();
  const std::string text = row.definition[0] == '!' ? row.definition + 1 : of_state(row.definition);
  EXPECT_EQ(describe(validate(text, row.type)), row.problems);
}

// '!' in front: the definition as a whole; else the state A.
INSTANTIATE_TEST_SUITE_P(
    Cases, AslDefinition,
    testing::Values(
        Case{"good", R"({"Type":"Pass","End":true})", ""},
        Case{"text", "! ", "SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object"},
        Case{"empty", "!{}", "SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /"},
        Case{"type", R"({"Type":"Pas","End":true})",
             "SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, "
             "Fail, Choice, Parallel, Map] at /States/A/Type"},
        Case{"unknown_field", R"({"Type":"Pass","End":true,"Resource":"x"})",
             "SCHEMA_VALIDATION_FAILED: Field is not supported at /States/A/Resource"},
        Case{"target", R"({"Type":"Pass","Next":"B"})",
             "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next"},
        Case{"timestamp", R"({"Type":"Wait","Timestamp":"2016-03-14 01:59:00Z","End":true})",
             "SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at /States/A/Timestamp"},
        Case{"branches", R"({"Type":"Parallel","Branches":[],"End":true})",
             "SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/A/Branches"},
        Case{"resource", R"({"Type":"Task","Resource":"arn:aws:states:::dynamodb:query","End":true})",
             "SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:states:::dynamodb:query is not recognized. The "
             "value is not a valid resource ARN, or the resource is not available in this region. at "
             "/States/A/Resource"},
        Case{"expression", R"j({"Type":"Pass","End":true,"Parameters":{"parsed.$":"States.Format('\\\"')"}})j",
             "SCHEMA_VALIDATION_FAILED: The value for the field 'parsed.$' must be a valid JSONPath or a valid "
             "intrinsic function call at /States/A/Parameters"},
        Case{"credentials",
             R"({"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Credentials":{},"End":true})",
             "SCHEMA_VALIDATION_FAILED: The field 'RoleArn' is required but was missing at /States/A/Credentials"},
        Case{"express_sync", R"({"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync","End":true})",
             "SCHEMA_VALIDATION_FAILED: Express state machine does not support '.sync' service integration at "
             "/States/A/Resource",
             MachineType::kExpress},
        Case{"jsonata", R"({"Type":"Pass","End":true,"QueryLanguage":"JSONata"})",
             "SCHEMA_VALIDATION_FAILED: The query language JSONata is not supported yet at /States/A/QueryLanguage"},
        Case{
            "distributed",
            R"({"Type":"Map","End":true,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"B","States":{"B":{"Type":"Succeed"}}}})",
            "SCHEMA_VALIDATION_FAILED: The Map mode DISTRIBUTED is not supported yet at "
            "/States/A/ItemProcessor/ProcessorConfig"},
        Case{"all_problems_at_once", R"({"Type":"Wait","Seconds":-1,"Next":"B","Foo":1})",
             "SCHEMA_VALIDATION_FAILED: Field is not supported at /States/A/Foo, SCHEMA_VALIDATION_FAILED: Value is "
             "not within the range of 0 to 99999999 at /States/A/Seconds, MISSING_TRANSITION_TARGET: Missing 'Next' "
             "target: B at /States/A/Next"}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(AslDefinitionText, ParseThrowsWhatValidateFinds) {
  try {
    parse_machine("{}");
    FAIL() << "nothing was thrown";
  } catch (const InvalidDefinition& invalid) {
    EXPECT_STREQ(invalid.what(),
                 "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, "
                 "StartAt] at /'");
    EXPECT_EQ(invalid.problems.size(), 1U);
  }
}

}  // namespace
}  // namespace asl
