#include "emulator/template/document.h"

#include <gtest/gtest.h>

#include "template_files.h"

namespace cfn {
namespace {

TEST(Document, YamlAndJsonGiveTheSame) {
  Problems problems("t");
  const auto yaml = parse_document("A:\n  - 1\n  - 'two'\n  - true\nB: !Sub 'x${y}'\nC: ~\n", problems);
  const auto json = parse_document(R"({"A": [1, "two", true],
    "B": {"Fn::Sub": "x${y}"}, "C": null})",
                                   problems);
  ASSERT_TRUE(yaml && json && problems.empty());
  EXPECT_EQ(to_json(*yaml), to_json(*json));
  EXPECT_EQ(to_json(*yaml).dump(), R"({"A":[1,"two",true],"B":{"Fn::Sub":"x${y}"},"C":null})");
}

TEST(Document, EveryValueKnowsItsLineAndPath) {
  Problems problems("t");
  const auto yaml = parse_document("# first\nA:\n  B:\n    - x\n    - {C: y}\nD: !If [c, 1, !Ref E]\n", problems);
  ASSERT_TRUE(yaml);
  const Node& b = *yaml->find("A")->find("B");
  EXPECT_EQ(b.line, 3);
  EXPECT_EQ(b.items[1].find("C")->line, 5);
  EXPECT_EQ(b.items[1].find("C")->path, "A.B[1].C");
  const Node& condition = *yaml->find("D")->find("Fn::If");
  EXPECT_EQ(condition.path, "D.Fn::If");
  EXPECT_EQ(condition.items[2].find("Ref")->path, "D.Fn::If[2].Ref");
  EXPECT_EQ(condition.items[2].path, "D.Fn::If[2]");
}

TEST(Document, ScalarsAreWhatTheyLookLikeAndKeepTheirDigits) {
  Problems problems("t");
  const auto yaml = parse_document("A: 012\nB: '12'\nC: 1.50\nD: yes\nE: 2012-10-17\nF: True\nG: -7\n", problems);
  ASSERT_TRUE(yaml);
  using Kind = Node::Kind;
  const Kind expected[] = {Kind::kString, Kind::kString, Kind::kNumber, Kind::kString,
                           Kind::kString, Kind::kBool,   Kind::kNumber};
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    EXPECT_EQ(yaml->members[i].second.kind, expected[i]) << yaml->members[i].first;
  }
  EXPECT_EQ(yaml->find("A")->text, "012");
  EXPECT_EQ(yaml->find("C")->text, "1.50");
}

struct Case {
  std::string name = {};
  std::string text = {};
  int line = 0;
  std::string problem = {};
};

class BadDocuments : public testing::TestWithParam<Case> {};

TEST_P(BadDocuments, SayWhere) {
  Problems problems("t");
  parse_document(GetParam().text, problems);
  ASSERT_EQ(problems.sorted().size(), 1u) << to_text(problems.sorted());
  EXPECT_EQ(problems.sorted()[0].line, GetParam().line);
  EXPECT_NE(problems.sorted()[0].message.find(GetParam().problem), std::string::npos) << problems.sorted()[0].message;
}

INSTANTIATE_TEST_SUITE_P(
    All, BadDocuments,
    testing::Values(Case{"not_yaml", "A: 1\nB: [\n", 3, "is not readable"},
                    Case{"bad_indent", "A:\n  B: 1\n C: 2\n", 3, "is not readable"},
                    Case{"not_utf8", "A: \xff\n", 0, "is not readable"},
                    Case{"half_an_escape", "A: \"\\u12\"\n", 1, "is not readable"},
                    Case{"empty", "", 0, "is not a template"}, Case{"a_list", "- 1\n", 0, "is not a template"},
                    Case{"two_documents", "A: 1\n---\nB: 1\n", 0, "more than one document"},
                    Case{"written_twice", "A: 1\nB: 2\nA: 3\n", 3, "is written twice"},
                    Case{"alias", "A: &x 1\nB: *x\n", 2, "aliases are not supported"},
                    Case{"merge_key", "A: {b: 1}\n<<: {c: 1}\n", 2, "merge keys are not supported"},
                    Case{"unknown_tag", "A: 1\nB: !Cidr [x]\n", 2, "the short form !Cidr is not supported"},
                    Case{"list_as_a_name", "A: 1\n? [x, y]\n: 2\nB: 3\n", 2, "a name must be a string"},
                    Case{"too_deep", "A: " + std::string(2000, '[') + std::string(2000, ']'), 1, "nested deeper"}),
    [](const auto& row) { return row.param.name; });

TEST(Document, OnlyPlainTextIsAnythingElseThanText) {
  Problems problems("t");
  const auto yaml =
      parse_document("A: [~, null, NULL, '~', 'true', \"5\", !Sub 5, TRUE, 1.5, 007, '']\nB:\nC: |\n  5\n", problems);
  ASSERT_TRUE(yaml) << to_text(problems.sorted());
  EXPECT_EQ(to_json(*yaml).dump(),
            R"({"A":[null,null,null,"~","true","5",{"Fn::Sub":"5"},true,1.5,"007",""],"B":null,"C":"5\n"})");
}

TEST(Document, WhatIsWrongInOnePlaceDoesNotHideTheRest) {
  Problems problems("t");
  const auto yaml = parse_document("A: !Nope 1\n? {x: [1]}\n: {y: 2}\nB: 3\n", problems);
  ASSERT_TRUE(yaml);
  EXPECT_EQ(problems.sorted().size(), 2u);
  EXPECT_TRUE(yaml->find("A")->is_unknown());
  EXPECT_EQ(to_json(*yaml).dump(), R"({"A":null,"B":3})");
}

}  // namespace
}  // namespace cfn
