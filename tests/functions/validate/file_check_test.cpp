#include "functions/validate/file_check.h"

#include <gtest/gtest.h>

namespace validate {
namespace {

using domain::Kind;

constexpr std::string_view kItems = "order_id,product_id,quantity,unit_price\n";

domain::FileReport check(Kind kind, std::string_view bytes, std::string* rejects = nullptr, std::size_t piece = 1000) {
  FileCheck check(kind, "orders/a.csv", domain::IdProfile::kInt, {},
                  [&](std::string_view line) { rejects ? rejects->append(line) : std::string(); });
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) check.feed(bytes.substr(0, piece));
  return check.finish();
}

std::string items(int good, int bad) {
  std::string text(kItems);
  for (int i = 0; i < good; ++i) text += "1,2001,1,1.00\n";
  for (int i = 0; i < bad; ++i) text += "1,2001,one,1.00\n";
  return text;
}

// E044
TEST(FileCheck, MoreThanTwentyRejectsAndFivePercentSetTheFileAside) {
  EXPECT_FALSE(check(Kind::kOrderItems, items(0, 20)).quarantine_reason);
  EXPECT_EQ(check(Kind::kOrderItems, items(0, 21)).quarantine_reason, "too_many_rejects:21/21");
  EXPECT_FALSE(check(Kind::kOrderItems, items(399, 21)).quarantine_reason);  // 5 % of 420 is 21
  EXPECT_EQ(check(Kind::kOrderItems, items(398, 21)).quarantine_reason, "too_many_rejects:21/419");
}

TEST(FileCheck, FileFailureCountsBeforeTooManyRejects) {
  EXPECT_EQ(check(Kind::kOrderItems, items(0, 21) + "\"").quarantine_reason, "unterminated_quote");
}

TEST(FileCheck, HeaderAloneIsValidWithAWarning) {
  const auto report = check(Kind::kOrderItems, kItems);
  EXPECT_FALSE(report.quarantine_reason);
  EXPECT_EQ(report.warnings, (domain::Counts{{"no_rows", 1}}));
}

// E023
TEST(FileCheck, ReportNamesCountsAndDatesAndComesBackFromItsJson) {
  std::string rejects;
  const auto report = check(Kind::kOrders,
                            "order_id,user_id,order_date,total_amount,status\n1,1,2025-07-08,1.00,shipped\n"
                            "2,1,2025-07-07,1.00,shipped\n3,1,2025-07-09,1.00,lost\n4,1,2025-07-08,1.00,shipped\n",
                            &rejects);
  EXPECT_EQ(report.rows, 4);
  EXPECT_EQ(report.rejected, (domain::Counts{{"bad_enum:status", 1}}));
  ASSERT_EQ(report.dates.size(), 2u);
  EXPECT_EQ(domain::format_day(report.dates[0]), "2025-07-07");
  EXPECT_EQ(
      rejects,
      "{\"key\":\"orders/a.csv\",\"line\":4,\"column\":\"status\",\"code\":\"bad_enum:status\",\"value\":\"lost\"}\n");
  EXPECT_EQ(to_json(domain::parse_file_report(to_json(report))), to_json(report));
}

TEST(FileCheck, PiecesMayEndAnywhere) {
  const std::string text = "\xEF\xBB\xBF" + items(5, 3) + "\"1\",\"2\n\",1,1.00\r\n1,2001,\"1\",\"1.00\"";
  std::string whole, bytewise;
  const auto expected = to_json(check(Kind::kOrderItems, text, &whole));
  for (const std::size_t piece : {1u, 2u, 3u, 7u, 63u, 64u, 65u}) {
    bytewise.clear();
    EXPECT_EQ(to_json(check(Kind::kOrderItems, text, &bytewise, piece)), expected) << piece;
    EXPECT_EQ(bytewise, whole) << piece;
  }
}

}  // namespace
}  // namespace validate
