#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/support/order_run.h"

// Whole order exports, from bytes to figures: our own cases in cases/, and the conformance suite where this tree has it
// beside it.

namespace {

namespace fs = std::filesystem;
using base::Json;

const fs::path kCases = "tests/functions/transform/cases";
const fs::path kConformance = "../shared/conformance/order-analytics";

Json read_json(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return Json::parse(text.str());
}

Json run_sets(const fs::path& base, const Json& sets, const std::string& ids) {
  support::OrderRun run(domain::get_id_profile(ids));
  Json validations = Json::array();
  for (const Json& set : sets.elements()) validations.push_back(run.apply(base / set.as_string()));
  Json document{{"OrderKPIs", run.order_kpis()}, {"CategoryKPIs", run.category_kpis()}};
  if (sets.size() == 1) {
    document.set("validation", validations.at(0));
  } else {
    document.set("validations", validations);
  }
  return document;
}

void expect_same(const Json& actual, const Json& expected) {
  if (actual == expected) return;  // members in any order
  EXPECT_EQ(actual.dump(1), expected.dump(1));
}

std::vector<std::string> folders_in(const fs::path& path) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

// E024 E025 E050 E051 E052 E053 E054 E055 E056 E057 E058 E059 E061 E098
TEST(OrderCases, OwnCasesComeOutAsExpected) {
  const auto names = folders_in(kCases);
  ASSERT_GE(names.size(), 8u);
  for (const std::string& name : names) {
    SCOPED_TRACE(name);
    const Json about = read_json(kCases / name / "case.json");
    expect_same(run_sets(kCases / name, about.at("sets"), about.at("ids").as_string()),
                read_json(kCases / name / "expected.json"));
  }
}

TEST(OrderCases, ConformanceTortureComesOutAsTheReferenceSays) {
  if (!fs::exists(kConformance)) GTEST_SKIP() << "skipped: " << kConformance << " is not here";
  const Json index = read_json(kConformance / "torture/index.json");
  for (const Json& about : index.elements()) {
    SCOPED_TRACE(about.at("case").as_string());
    expect_same(run_sets(kConformance / "torture", Json::array({about.at("input")}), about.at("ids").as_string()),
                read_json(kConformance / "torture" / about.at("expected").as_string()));
  }
}

TEST(OrderCases, ConformanceLateSetsComeOutAsTheReferenceSays) {
  if (!fs::exists(kConformance)) GTEST_SKIP() << "skipped: " << kConformance << " is not here";
  const Json index = read_json(kConformance / "late/index.json");
  for (const Json& about : index.elements()) {
    SCOPED_TRACE(about.at("case").as_string());
    expect_same(run_sets(kConformance / "late", about.at("inputs"), "int"),
                read_json(kConformance / "late" / about.at("expected").as_string()));
  }
}

TEST(OrderCases, ConformanceDataSetsComeOutAsTheReferenceSays) {
  if (!fs::exists(kConformance)) GTEST_SKIP() << "skipped: " << kConformance << " is not here";
  for (const std::string& name : folders_in(kConformance / "data")) {
    SCOPED_TRACE(name);
    const bool text_ids = name == "northwind" || name == "retail-synth";
    expect_same(run_sets(kConformance / "data", Json::array({name}), text_ids ? "str" : "int"),
                read_json(kConformance / "golden" / (name + ".json")));
  }
}
