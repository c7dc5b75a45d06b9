#include "domain/file_reader.h"

#include <gtest/gtest.h>

namespace domain {
namespace {

struct Codes : RowSink {
  void product(const ProductRow& row, std::uint64_t) override { good.push_back(std::string(row.category)); }
  void order(const OrderRow& row, std::uint64_t) override { good.push_back(format_day(row.day)); }
  void item(const ItemRow& row, std::uint64_t) override { good.push_back(std::to_string(row.order.number)); }
  void rejected(const Rejection& rejection) override { codes.push_back(std::string(rejection.code)); }
  std::vector<std::string> good = {}, codes = {};
};

FileFacts read(Kind kind, std::string_view text, Codes& codes, IdProfile ids = IdProfile::kInt) {
  FileReader reader(kind, ids, codes);
  reader.feed(text);
  return reader.finish();
}

std::string header(Kind kind) {
  std::string text;
  for (const auto column : columns_of(kind)) text.append(text.empty() ? "" : ",").append(column);
  return text + "\n";
}

// E021 E040 E042 E044 E090 E097
TEST(FileReader, SaysWhyAFileIsNotToBeUsedAndTheFirstReasonCounts) {
  const std::string items = header(Kind::kOrderItems);
  const std::string megabyte(1 << 20, 'y');
  struct Case {
    const char* name;
    std::string text;
    const char* failure;
  };
  for (const Case& c : {
           Case{"nothing", "", "empty_file"},
           Case{"blanks", " \t\r\n\n", "empty_file"},
           Case{"only a mark", "\xEF\xBB\xBF", "empty_file"},
           Case{"part of a mark", "\xEF\xBB", "bad_encoding"},
           Case{"Latin-1", items + "1,2,3,caf\xE9", "bad_encoding"},
           Case{"cut in a character", items + "1,2,3,caf\xC3", "bad_encoding"},
           Case{"surrogate", items + "\xED\xA0\x80", "bad_encoding"},
           Case{"NUL", items + std::string("1,2,3,\0", 7), "bad_encoding"},
           Case{"UTF-16", std::string("\xFF\xFEo\0r\0", 6), "bad_encoding"},
           Case{"encoding before header", "a,b\n\xFF", "bad_encoding"},
           Case{"semicolons", "order_id;product_id;quantity;unit_price\n",
                "missing_columns:order_id,product_id,quantity,unit_price"},
           Case{"header before quote", "order_id,quantity\n\"", "missing_columns:product_id,unit_price"},
           Case{"twice", "order_id,product_id,quantity,Quantity ,unit_price\n\"", "duplicate_columns"},
           Case{"open quote", items + "1,2,3,\"4\n", "unterminated_quote"},
           Case{"open from the header", "\"" + items, "unterminated_quote"},
           Case{"open and long", items + "\"" + megabyte + "\n1,2,3,4\n", "unterminated_quote"},
           Case{"long and closed much later", items + "\"" + megabyte + "\n" + megabyte + "\"\n1,2,3,4\n",
                "record_too_long"},
           Case{"long without quotes", items + megabyte + "y\n1,2,3,4\n", "record_too_long"},
           Case{"long at the end", items + megabyte + "y", "record_too_long"},
       }) {
    Codes codes;
    EXPECT_EQ(read(Kind::kOrderItems, c.text, codes).failure.value_or("none"), c.failure) << c.name;
  }
}

TEST(FileReader, TakesARecordOfOneMebibyte) {
  Codes codes;
  const std::string row = "1,Toys,\"" + std::string((1 << 20) - 14, 'y') + "\",1.00";
  ASSERT_EQ(row.size(), std::size_t{1} << 20);
  const auto facts = read(Kind::kProducts, header(Kind::kProducts) + row + "\n", codes);
  EXPECT_FALSE(facts.failure);
  EXPECT_EQ(codes.good, std::vector<std::string>{"Toys"});
}

TEST(FileReader, FindsColumnsInAnyOrderAndCaseAmongOthers) {
  Codes codes;
  const auto facts = read(Kind::kOrderItems,
                          "\xEF\xBB\xBFnote,Unit_Price , QUANTITY,\"order_id\",product_id\r\nx,1.00,1,5,6\r\n", codes);
  EXPECT_FALSE(facts.failure);
  EXPECT_EQ(codes.good, std::vector<std::string>{"5"});
}

struct RowCase {
  Kind kind;
  const char* row;
  const char* code;  // null: accepted
};

class RowCodes : public testing::TestWithParam<RowCase> {};

// E040 E041 E042 E043 E044 E045 E097
TEST_P(RowCodes, FirstColumnThatIsWrongGivesTheCode) {
  Codes codes;
  read(GetParam().kind, header(GetParam().kind) + GetParam().row + "\n", codes);
  if (GetParam().code) {
    EXPECT_EQ(codes.codes, std::vector<std::string>{GetParam().code}) << GetParam().row;
    EXPECT_TRUE(codes.good.empty());
  } else {
    EXPECT_EQ(codes.good.size(), 1u) << GetParam().row;
    EXPECT_TRUE(codes.codes.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RowCodes,
    testing::Values(
        RowCase{Kind::kProducts, "2001,Electronics,Smartphone,150.00", nullptr},
        RowCase{Kind::kProducts, "2001, Electronics , Smartphone,\t150.00", nullptr},
        RowCase{Kind::kProducts, "2001,5\" TV,6\" phone,1", "malformed_quote"},
        RowCase{Kind::kProducts, "2001,\"a\"b,x,y,1", "malformed_quote"},
        RowCase{Kind::kProducts, "2001,a,x", "field_count"}, RowCase{Kind::kProducts, "2001,a,x,1,", "field_count"},
        RowCase{Kind::kProducts, ",,,", "missing:product_id"}, RowCase{Kind::kProducts, "x,,,", "bad_id:product_id"},
        RowCase{Kind::kProducts, "1, ,,x", "missing:category"}, RowCase{Kind::kProducts, "1,a,\"\",x", "missing:name"},
        RowCase{Kind::kProducts, "1,a,x,", "missing:price"},
        RowCase{Kind::kProducts, "1,a,x,free", "bad_decimal:price"},
        RowCase{Kind::kProducts, "1,a,x,-0.01", "negative:price"}, RowCase{Kind::kProducts, "1,a,x,-0", nullptr},
        RowCase{Kind::kOrders, "1,1001,2025-07-07,150.00,completed", nullptr},
        RowCase{Kind::kOrders, "1,1001,2025-07-07,150.00,ReTurned", nullptr},
        RowCase{Kind::kOrders, "1,1001,2025-02-30,-1,lost", "bad_date:order_date"},
        RowCase{Kind::kOrders, "1,,x,x,x", "missing:user_id"}, RowCase{Kind::kOrders, "1,0,x,x,x", "bad_id:user_id"},
        RowCase{Kind::kOrders, "1,1001,,x,x", "missing:order_date"},
        RowCase{Kind::kOrders, "1,1001,2025-07-07,,x", "missing:total_amount"},
        RowCase{Kind::kOrders, "1,1001,2025-07-07,1e3,x", "bad_decimal:total_amount"},
        RowCase{Kind::kOrders, "1,1001,2025-07-07,-1,x", "negative:total_amount"},
        RowCase{Kind::kOrders, "1,1001,2025-07-07,1,", "missing:status"},
        RowCase{Kind::kOrders, "1,1001,2025-07-07,1,done", "bad_enum:status"},
        RowCase{Kind::kOrderItems, "1,2001,2,75.00", nullptr}, RowCase{Kind::kOrderItems, "1,2001,0,0", nullptr},
        RowCase{Kind::kOrderItems, "1,2001,-0,0", nullptr}, RowCase{Kind::kOrderItems, "1,2001,,", "missing:quantity"},
        RowCase{Kind::kOrderItems, "1,2001,1.5,", "bad_int:quantity"},
        RowCase{Kind::kOrderItems, "1,2001,1234567890,", "bad_int:quantity"},
        RowCase{Kind::kOrderItems, "1,2001,-1,x", "negative:quantity"},
        RowCase{Kind::kOrderItems, "1,2001,1,", "missing:unit_price"},
        RowCase{Kind::kOrderItems, "1,2001,1,1.00001", "bad_decimal:unit_price"},
        RowCase{Kind::kOrderItems, "1,2001,1,-1", "negative:unit_price"}));

TEST(FileReader, CategoryMayHave256Bytes) {
  Codes codes;
  read(Kind::kProducts,
       header(Kind::kProducts) + "1," + std::string(256, 'x') + ",x,1\n2," + std::string(257, 'x') + ",x,1\n", codes);
  EXPECT_EQ(codes.good.size(), 1u);
  EXPECT_EQ(codes.codes, std::vector<std::string>{"bad_text:category"});
}

}  // namespace
}  // namespace domain
