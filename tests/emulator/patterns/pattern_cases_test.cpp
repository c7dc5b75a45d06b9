// The public cases of event patterns (what TestEventPattern answers on AWS, what AWS's own library says), where they
// lie beside the repository. Our own are in pattern_test.cpp.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/json.h"
#include "emulator/patterns/pattern.h"

namespace patterns {
namespace {

std::string first_line(std::string text) {
  text = text.substr(0, text.find('\n'));
  return text.substr(0, text.find(" at [Source:"));
}

// "true", "false", "valid", or what is wrong.
std::string judge(const base::Json& pattern_case) {
  try {
    const Pattern pattern = Pattern::parse(pattern_case.at("pattern").as_string());
    if (pattern_case.at("api").as_bool()) check_complexity(pattern);
    const base::Json& event = pattern_case.at("event");
    if (event.is_null()) return "valid";
    return pattern.matches(FlatEvent(event.as_string())) ? "true" : "false";
  } catch (const PatternError& error) {
    return first_line(error.what());
  }
}

std::string expected(const base::Json& pattern_case) {
  if (const base::Json* error = pattern_case.find("error")) {
    std::string message = error->at("message").as_string();
    constexpr std::string_view kFront = "Event pattern is not valid. Reason: ";
    if (message.starts_with(kFront)) message = message.substr(kFront.size());
    return first_line(std::move(message));
  }
  if (const base::Json* matches = pattern_case.find("matches")) return matches->as_bool() ? "true" : "false";
  return "valid";
}

TEST(EventPatternCases, AllComeOutAsOnAws) {
  std::ifstream file("../shared/conformance/event-patterns/cases.json");
  if (!file) GTEST_SKIP() << "skipped: ../shared/conformance/event-patterns is not there";
  std::ostringstream text;
  text << file.rdbuf();
  int count = 0;
  const base::Json cases = base::Json::parse(text.str());
  for (const base::Json& one : cases.elements()) {
    EXPECT_EQ(judge(one), expected(one)) << one.at("id").as_string() << "\n"
                                         << one.at("pattern").as_string() << "\n"
                                         << one.at("event").dump();
    ++count;
  }
  EXPECT_GT(count, 700);
}

}  // namespace
}  // namespace patterns
