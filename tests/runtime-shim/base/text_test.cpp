#include "base/text.h"

#include <gtest/gtest.h>

#include "base/digest.h"

namespace base {

TEST(Text, Base64AndHexComeBack) {
  for (const std::string text : {"", "f", "fo", "foo", "\xff\x00z"}) {
    EXPECT_EQ(from_base64(to_base64(text)), text);
    EXPECT_EQ(from_hex(to_hex(text)), text);
  }
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  EXPECT_FALSE(from_base64("Zm9v YmFy"));
  EXPECT_FALSE(from_base64("Zm9"));
}

TEST(Text, PercentEncodingLeavesUnreservedCharacters) {
  EXPECT_EQ(percent_encode("a b/c~é"), "a%20b%2Fc~%C3%A9");
  EXPECT_EQ(percent_encode("a/b", Slash::kKeep), "a/b");
  EXPECT_EQ(percent_decode("a%20b+c%zz%4"), "a b+c%zz%4");
  EXPECT_EQ(percent_decode("a+b", Plus::kSpace), "a b");
  EXPECT_EQ(percent_decode("%41"), "A");
}

TEST(Text, KnowsUtf8FromWhatIsNot) {
  EXPECT_TRUE(is_valid_utf8("aé€😀"));
  for (const char* text : {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
    EXPECT_FALSE(is_valid_utf8(text));
  }
  EXPECT_EQ(count_code_points("aé€😀"), 4u);
  EXPECT_EQ(truncate_utf8("aé", 2), "a");
}

TEST(Text, SplitsAndTrims) {
  EXPECT_EQ(split("a,,b", ',').size(), 3u);
  EXPECT_EQ(split("", ',').size(), 1u);
  EXPECT_EQ(trim(" \ta b\r\n"), "a b");
  EXPECT_EQ(parse_int("-12"), -12);
  EXPECT_FALSE(parse_int("12x"));
  EXPECT_EQ(parse_double("-0.5"), -0.5);
  EXPECT_EQ(parse_double("1e3"), 1000);
  for (const char* text : {"", "1x", "nan", "inf", "+1", "1e999"}) EXPECT_FALSE(parse_double(text)) << text;
  EXPECT_FALSE(parse_int(""));
}

TEST(Digest, KnowsItsTestVectors) {
  EXPECT_EQ(to_hex(md5("abc")), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Hasher hasher(Digest::kSha256);
  hasher.update("a");
  hasher.update("bc");
  EXPECT_EQ(hasher.finish(), sha256("abc"));
}

}  // namespace base
