#include "emulator/sqs/message.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/text.h"
#include "emulator/sqs/errors.h"
#include "emulator/sqs/place_record.h"

namespace sqs {
namespace message_test {

using base::Json;

MessageAttributes parse(std::string_view json) {
  const Json fields{{"MessageAttributes", Json::parse(json)}};
  return parse_message_attributes(protocol::Fields(fields, kFieldFaults), "MessageAttributes");
}

// The binary form is written out here by hand.
TEST(SqsMessage, Md5OfAttributesIsOverTheirBinaryFormInTheOrderOfTheirNames) {
  const auto attributes = parse(R"({"b":{"DataType":"Binary","BinaryValue":"AAEC"},)"
                                R"("a":{"DataType":"Number.int","StringValue":"42"}})");
  constexpr char kBinary[] =
      "\0\0\0\1"
      "a"
      "\0\0\0\12"
      "Number.int"
      "\1\0\0\0\2"
      "42"
      "\0\0\0\1"
      "b"
      "\0\0\0\6"
      "Binary"
      "\2\0\0\0\3"
      "\0\1\2";
  const std::string bytes(kBinary, sizeof kBinary - 1);
  EXPECT_EQ(md5_of(attributes), base::to_hex(base::md5(bytes)));
  EXPECT_EQ(md5_of(MessageAttributes{}), "");
}

TEST(SqsMessage, Md5OfBodyIsThatOfItsBytes) { EXPECT_EQ(md5_of("hello"), "5d41402abc4b2a76b9719d911017c592"); }

TEST(SqsMessage, SurvivesItsRecord) {
  const Message message{.id = "id",
                        .body = "Gr\xC3\xBC\xC3\x9F\x65 \"<\n",
                        .attributes = parse(R"({"n":{"DataType":"Number","StringValue":"1"},)"
                                            R"("b":{"DataType":"Binary.gz","BinaryValue":"/wA="}})"),
                        .sender = "000000000000",
                        .trace_header = "Root=1",
                        .dead_letter_source = "arn:aws:sqs:us-east-1:000000000000:source"};
  const Message back = decode_message(encode(message));
  EXPECT_EQ(back.id, message.id);
  EXPECT_EQ(back.body, message.body);
  EXPECT_EQ(back.sender, message.sender);
  EXPECT_EQ(back.trace_header, message.trace_header);
  EXPECT_EQ(back.dead_letter_source, message.dead_letter_source);
  EXPECT_EQ(md5_of(back.attributes), md5_of(message.attributes));
  EXPECT_EQ(size_of(back), size_of(message));
}

struct Case {
  std::string name = {};
  std::string attributes = {};
  std::string code = {};
};
class RefusedAttributes : public ::testing::TestWithParam<Case> {};

TEST_P(RefusedAttributes, AreFaultsByName) {
  try {
    parse(GetParam().attributes);
    FAIL() << "taken";
  } catch (const protocol::Fault& fault) {
    EXPECT_EQ(fault.query_code, GetParam().code) << fault.message;
  }
}

std::string eleven() {
  Json many = Json::object();
  for (int i = 0; i < 11; ++i) many.set("a" + std::to_string(i), Json{{"DataType", "String"}, {"StringValue", "x"}});
  return many.dump();
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedAttributes,
    ::testing::Values(
        Case{"no_type", R"({"a":{"StringValue":"x"}})", "MissingParameter"},
        Case{"unknown_type", R"({"a":{"DataType":"Text","StringValue":"x"}})", "InvalidParameterValue"},
        Case{"type_that_only_begins_like_one", R"({"a":{"DataType":"Stringy","StringValue":"x"}})",
             "InvalidParameterValue"},
        Case{"empty_value", R"({"a":{"DataType":"String","StringValue":""}})", "InvalidParameterValue"},
        Case{"text_where_bytes_belong", R"({"a":{"DataType":"Binary","StringValue":"x"}})", "InvalidParameterValue"},
        Case{"no_base64", R"({"a":{"DataType":"Binary","BinaryValue":"%%"}})", "InvalidParameterValue"},
        Case{"list_values", R"({"a":{"DataType":"String","StringValue":"x","StringListValues":["x"]}})",
             "AWS.SimpleQueueService.UnsupportedOperation"},
        Case{"reserved_name", R"({"AWS.x":{"DataType":"String","StringValue":"x"}})", "InvalidParameterValue"},
        Case{"name_with_blank", R"({"a b":{"DataType":"String","StringValue":"x"}})", "InvalidParameterValue"},
        Case{"control_character", "{\"a\":{\"DataType\":\"String\",\"StringValue\":\"\\u0001\"}}",
             "InvalidParameterValue"},
        Case{"eleven", eleven(), "InvalidParameterValue"}),
    [](const auto& row) { return row.param.name; });

TEST(SqsMessage, BodyMayHoldWhatXmlCanSayAndNothingElse) {
  for (const char* good : {"x", "\t\n\r", "\xF0\x9F\x98\x80", "\xEF\xBF\xBD"})
    EXPECT_NO_THROW(check_body(good)) << good;
  for (const char* bad : {"\x01", "\x1F", "\xEF\xBF\xBE", "\xC3", "\xED\xA0\x80"})
    EXPECT_THROW(check_body(bad), Fault) << bad;
  EXPECT_THROW(check_body(""), Fault);
}

TEST(SqsReceipt, ReadsWhatItWroteAndNothingElse) {
  const auto receipt = parse_receipt(encode(Receipt{.message_id = "8f14", .sequence = 12, .receives = 3}));
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->message_id, "8f14");
  EXPECT_EQ(receipt->sequence, 12U);
  EXPECT_EQ(receipt->receives, 3U);
  for (const char* bad : {"", "x", "AQEB", "%%%%"}) EXPECT_FALSE(parse_receipt(bad)) << bad;
  EXPECT_FALSE(parse_receipt(base::to_base64("id 1 0")));
  EXPECT_FALSE(parse_receipt(base::to_base64("id -1 1")));
}

TEST(SqsPlace, SurvivesItsRecord) {
  const Place place{.sequence = 77,
                    .sent = base::from_epoch_millis(1),
                    .visible_at = base::from_epoch_millis(2),
                    .received = base::from_epoch_millis(3),
                    .first_received = base::from_epoch_millis(4),
                    .receives = 5,
                    .earlier_receives = 6,
                    .bytes = 7};
  const std::string key = place_key(9, 77);
  EXPECT_TRUE(key.starts_with(place_prefix(9)));
  EXPECT_EQ(queue_of(key), 9U);
  EXPECT_EQ(encode(decode_place(key, encode(place))), encode(place));
  EXPECT_EQ(decode_place(key, encode(place)).sequence, 77U);
}

}  // namespace message_test
}  // namespace sqs
