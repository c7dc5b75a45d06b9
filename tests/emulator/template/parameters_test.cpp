#include "template_files.h"

namespace cfn {
namespace {

struct Case {
  std::string name = {};
  std::string definition = {};
  std::string value = {};
  std::string problem = {};  // a part of it; empty where the value is taken
};

class Parameters : public testing::TestWithParam<Case> {};

TEST_P(Parameters, TakeWhatTheirDefinitionAllows) {
  const Loaded loaded = load_text(
      "Parameters:\n  P: " + GetParam().definition + "\nResources: {}\nOutputs:\n  Out: {Value: !Sub '${P}'}\n",
      {{"P", GetParam().value}});
  if (GetParam().problem.empty()) {
    ASSERT_TRUE(loaded.ok()) << to_text(loaded.problems);
    EXPECT_EQ(loaded.stack.find_output("Out")->value, GetParam().value);
  } else {
    ASSERT_EQ(loaded.problems.size(), 1u) << to_text(loaded.problems);
    EXPECT_EQ(loaded.problems[0].line, 2);
    EXPECT_NE(loaded.problems[0].message.find(GetParam().problem), std::string::npos) << loaded.problems[0].message;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Parameters,
    testing::Values(
        Case{"text", "{Type: String}", "x"}, Case{"number", "{Type: Number}", "-1.5"},
        Case{"leading_zeros_stay", "{Type: String}", "000123"},
        Case{"text_as_number", "{Type: Number}", "ten", "must be a number"},
        Case{"too_small", "{Type: Number, MinValue: 5}", "4", "must be at least 5"},
        Case{"too_big", "{Type: Number, MaxValue: 900}", "901", "must be at most 900"},
        Case{"too_short", "{Type: String, MinLength: 3}", "ab", "at least 3 characters"},
        Case{"too_long", "{Type: String, MaxLength: 3}", "abcd", "at most 3 characters"},
        Case{"allowed", "{Type: String, AllowedValues: [int, str]}", "str"},
        Case{"not_allowed", "{Type: String, AllowedValues: [int, str]}", "uuid", "one of int and str"},
        Case{"explained", "{Type: String, MaxLength: 2, ConstraintDescription: a to zz}", "abc", "(a to zz)"},
        Case{"not_a_number", "{Type: Number}", "1.", "must be a number"},
        Case{"pattern", "{Type: String, AllowedPattern: '[a-z]+'}", "abc", "AllowedPattern is not supported"},
        Case{"unknown_type", "{Type: 'AWS::EC2::VPC::Id'}", "x", "supported here: String, Number"},
        Case{"no_type", "{Description: nothing}", "x", "needs Type"}),
    [](const auto& row) { return row.param.name; });

TEST(Parameters, NeedADefaultOrAValue) {
  const Loaded loaded = load_text("Parameters:\n  P: {Type: String}\nResources: {}\n");
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(loaded.problems[0].message, "the parameter P has no default and was given no value");
}

TEST(Parameters, AnUnknownOneIsReported) {
  const Loaded loaded = load_text("Parameters:\n  P: {Type: String, Default: x}\nResources: {}\n", {{"Q", "1"}});
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(loaded.problems[0].message, "there is no parameter Q to set to '1'; there is P");
}

}  // namespace
}  // namespace cfn
