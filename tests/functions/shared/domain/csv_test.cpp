#include "domain/csv.h"

#include <gtest/gtest.h>

namespace domain {
namespace {

struct Seen {
  std::vector<std::string> fields = {};
  std::uint64_t line = 0;
  bool well_formed = false;
  friend bool operator==(const Seen&, const Seen&) = default;
};

std::vector<Seen> scan(std::string_view bytes, std::size_t piece = 1 << 20) {
  std::vector<Seen> seen;
  CsvScanner scanner;
  const auto take = [&] {
    while (const CsvRecord* record = scanner.next()) {
      Seen one{.line = record->line, .well_formed = is_well_formed(*record)};
      std::string scratch;
      for (std::size_t i = 0; i < record->field_count(); ++i) {
        const auto raw = record->raw_field(i);
        one.fields.emplace_back(one.well_formed ? field_value(raw, scratch) : raw);
      }
      seen.push_back(one);
    }
  };
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    scanner.append(bytes.substr(0, piece));
    take();
  }
  scanner.finish();
  take();
  return seen;
}

using Fields = std::vector<std::string>;

TEST(CsvScanner, CutsRecordsAtLineFeedsOutsideQuotes) {
  const auto seen = scan("a,b\r\n\n\r\n\"x\ny\",\"\"\"\"\nlast");
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen[0].fields, (Fields{"a", "b"}));
  EXPECT_EQ(seen[1].fields, (Fields{"x\ny", "\""}));
  EXPECT_EQ(seen[1].line, 4u);
  EXPECT_EQ(seen[2].fields, (Fields{"last"}));
  EXPECT_EQ(seen[2].line, 6u);
}

TEST(CsvScanner, KeepsCarriageReturnsThatEndNoLine) {
  const auto seen = scan("a\rb,c\r\r\n");
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].fields, (Fields{"a\rb", "c\r"}));
}

TEST(CsvScanner, TrimsBlanksOutsideAndInsideQuotes) {
  EXPECT_EQ(scan(" a\t,\" b \", ,\t").at(0).fields, (Fields{"a", "b", "", ""}));
}

TEST(CsvScanner, SaysSoWhereQuotesStayOpen) {
  CsvScanner scanner;
  scanner.append("a,b\n\"c,d\n");
  EXPECT_NE(scanner.next(), nullptr);
  EXPECT_EQ(scanner.next(), nullptr);
  scanner.finish();
  EXPECT_EQ(scanner.next(), nullptr);
  EXPECT_TRUE(scanner.inside_quotes());
}

TEST(CsvScanner, KnowsWellFormedFieldsFromOthers) {
  struct Case {
    const char* record;
    bool well_formed;
  };
  for (const Case& c : {Case{"\"a\",b", true}, Case{"\"\"", true}, Case{"\"\"\"\"", true}, Case{"\"a\"\"b\"", true},
                        Case{"\"a\"b\"\"", false}, Case{"a\"\"", false}, Case{" \"a\"", false}, Case{"\"a\" ", false},
                        Case{"\"a\"b\"c\"", false}, Case{"x,5\" or 6\"", false}, Case{"\"\"\"", false}}) {
    const CsvRecord record{.bytes = c.record, .has_quotes = true};
    if (std::string_view(c.record).find(',') != std::string_view::npos) {
      EXPECT_EQ(scan(c.record).at(0).well_formed, c.well_formed) << c.record;
    } else {
      EXPECT_EQ(is_well_formed(record), c.well_formed) << c.record;
    }
  }
}

// The plain reading of the rule, byte by byte, against the scanner's sixty-four at a time, over texts of the bytes that
// matter and cut into pieces of every small size.
TEST(CsvScanner, AgreesWithThePlainReadingOfTheRule) {
  const auto plain = [](std::string_view text) {
    std::vector<std::pair<std::string, std::uint64_t>> records;
    std::string record;
    std::uint64_t line = 1, begun_at = 1;
    bool quoted = false;
    const auto end = [&] {
      if (record.ends_with('\r')) record.pop_back();
      if (!record.empty()) records.emplace_back(record, begun_at);
      record.clear();
    };
    for (const char c : text) {
      if (c == '\n') ++line;
      if (c == '"') quoted = !quoted;
      if (c == '\n' && !quoted) {
        end();
        begun_at = line;
      } else {
        record += c;
      }
    }
    if (!quoted) end();
    return records;
  };
  std::uint64_t state = 1;
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 40 + round; ++i) {
      state = state * 6364136223846793005 + 1442695040888963407;
      text += "ab,,\"\n\r\n"[state >> 61];
    }
    std::vector<std::pair<std::string, std::uint64_t>> found;
    CsvScanner scanner;
    const auto take = [&] {
      while (const CsvRecord* record = scanner.next()) {
        found.emplace_back(record->bytes, record->line);
        std::size_t commas = 0;
        bool quoted = false;
        for (const char c : record->bytes) {
          if (c == '"') quoted = !quoted;
          commas += c == ',' && !quoted;
        }
        EXPECT_EQ(record->field_count(), commas + 1) << text;
        EXPECT_EQ(record->has_quotes, record->bytes.find('"') != std::string_view::npos) << text;
      }
    };
    const auto piece = static_cast<std::size_t>(1 + round % 97);
    for (std::size_t at = 0; at < text.size(); at += piece) {
      scanner.append(std::string_view(text).substr(at, piece));
      take();
    }
    scanner.finish();
    take();
    EXPECT_EQ(found, plain(text)) << text;
  }
}

}  // namespace
}  // namespace domain
