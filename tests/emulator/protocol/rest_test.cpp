#include "emulator/protocol/rest.h"

#include <gtest/gtest.h>

namespace protocol {
namespace rest_test {

struct Case {
  std::string name = {};
  std::string pattern = {};
  std::string path = {};
  std::optional<std::string> labels = {};  // "Name=value;…", or nothing where it does not fit
};

class MatchPath : public ::testing::TestWithParam<Case> {};

TEST_P(MatchPath, FindsTheLabelsOfAPathThatFits) {
  std::vector<std::pair<std::string_view, std::string>> labels;
  const Case& row = GetParam();
  ASSERT_EQ(match_path(row.pattern, row.path, labels), row.labels.has_value());
  if (!row.labels) return;
  std::string found;
  for (const auto& [name, value] : labels) found += std::string(name) + "=" + value + ";";
  EXPECT_EQ(found, *row.labels);
}

constexpr const char* kInvoke = "/2015-03-31/functions/{FunctionName}/invocations";

INSTANTIATE_TEST_SUITE_P(
    Rows, MatchPath,
    ::testing::Values(Case{"plain", "/2015-03-31/functions", "/2015-03-31/functions", ""},
                      Case{"trailing_slash", "/2015-03-31/functions", "/2015-03-31/functions/", ""},
                      Case{"trailing_slash_in_the_pattern", "/2015-03-31/functions/", "/2015-03-31/functions", ""},
                      Case{"label", kInvoke, "/2015-03-31/functions/ingest/invocations", "FunctionName=ingest;"},
                      Case{"label_is_decoded", kInvoke, "/2015-03-31/functions/arn%3Aaws%3Alambda/invocations",
                           "FunctionName=arn:aws:lambda;"},
                      Case{"encoded_slash_stays_in_its_label", "/tags/{Resource}", "/tags/a%2Fb", "Resource=a/b;"},
                      Case{"empty_label", kInvoke, "/2015-03-31/functions//invocations", std::nullopt},
                      Case{"too_short", kInvoke, "/2015-03-31/functions/ingest", std::nullopt},
                      Case{"too_long", kInvoke, "/2015-03-31/functions/ingest/invocations/x", std::nullopt},
                      Case{"other_word", kInvoke, "/2015-03-31/functions/ingest/versions", std::nullopt}),
    [](const auto& row) { return row.param.name; });

}  // namespace rest_test
}  // namespace protocol
