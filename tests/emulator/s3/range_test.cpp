#include "emulator/s3/range.h"

#include <gtest/gtest.h>

#include "emulator/protocol/fault.h"

namespace s3 {
namespace {

struct Case {
  const char* name = "";
  const char* header = "";
  std::optional<Range> expected = {};  // nothing: the whole
  std::uint64_t size = 10;
};

class ParseRange : public testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(
    Rows, ParseRange,
    testing::Values(Case{"both_ends", "bytes=2-4", Range{2, 3}}, Case{"one_byte", "bytes=0-0", Range{0, 1}},
                    Case{"open", "bytes=7-", Range{7, 3}}, Case{"suffix", "bytes=-4", Range{6, 4}},
                    Case{"suffix_longer_than_all", "bytes=-40", Range{0, 10}},
                    Case{"end_behind_the_end", "bytes=8-99", Range{8, 2}},
                    Case{"end_that_fits_no_number", "bytes=8-99999999999999999999", Range{8, 2}},
                    Case{"backwards", "bytes=4-2", std::nullopt}, Case{"several", "bytes=0-1,3-4", std::nullopt},
                    Case{"other_unit", "items=0-1", std::nullopt}, Case{"no_numbers", "bytes=a-b", std::nullopt},
                    Case{"nothing", "bytes=-", std::nullopt}, Case{"no_dash", "bytes=5", std::nullopt}),
    [](const auto& made) { return std::string(made.param.name); });

TEST_P(ParseRange, ReadsTheHeaderAsS3Does) {
  EXPECT_EQ(parse_range(GetParam().header, GetParam().size), GetParam().expected);
}

TEST(ParseRange, RefusesWhatLiesBehindTheEnd) {
  EXPECT_THROW(parse_range("bytes=10-", 10), protocol::Fault);
  EXPECT_THROW(parse_range("bytes=10-12", 10), protocol::Fault);
  EXPECT_THROW(parse_range("bytes=99999999999999999999-", 10), protocol::Fault);
  EXPECT_THROW(parse_range("bytes=-0", 10), protocol::Fault);
  EXPECT_THROW(parse_range("bytes=0-", 0), protocol::Fault);
}

}  // namespace
}  // namespace s3
