#include "emulator/replay/redaction.h"

#include <gtest/gtest.h>

#include "emulator/replay/case.h"
#include "emulator/replay/personal_data.h"

namespace replay {
namespace {

using base::Json;

// The inputs when `rules` have been over them.
std::string redacted(std::string_view rules, std::string_view inputs) {
  Json changed = Json::parse(inputs), parameters = Json::object();
  redact(parse_redactions(rules), changed, parameters);
  return changed.dump();
}

TEST(Redactions, TakeOutWhatTheyName) {
  struct Row {
    std::string_view rules, before, after;
  };
  const Row rows[] = {
      // What lets somebody in, without being asked.
      {"{}",
       R"([{"http":{"path":"/a?x=1&API_KEY=s%2Bt","headers":{"Authorization":"Bearer a","cookie":"b","X-Api-Key":"c","Accept":"d"}}}])",
       R"([{"http":{"path":"/a?x=1&API_KEY=redacted-4","headers":{"Authorization":"redacted-1","cookie":"redacted-2","X-Api-Key":"redacted-3","Accept":"d"}}}])"},
      {"{}", R"([{"sqs":{"queue":"q","body":{"user":{"password":"p"},"passes":3}}}])",
       R"([{"sqs":{"queue":"q","body":{"user":{"password":"redacted-1"},"passes":3}}}])"},
      // By place, by name, and everything below.
      {R"({"redact":[{"pointer":"/items/*/name","replacement":"thing {n}"}]})",
       R"([{"http":{"path":"/","body":{"items":[{"name":"a"},{"name":"b"},{"name":"a"}],"name":"a"}}}])",
       R"([{"http":{"path":"/","body":{"items":[{"name":"thing 1"},{"name":"thing 2"},{"name":"thing 1"}],"name":"a"}}}])"},
      {R"({"redact":[{"key":"*NAME"}]})",
       R"([{"events":{"source":"s","detail":{"first_name":"a","address":{"name":"x"}}}}])",
       R"([{"events":{"source":"s","detail":{"first_name":"redacted-1","address":{"name":"redacted-2"}}}}])"},
      {R"({"redact":[{"key":"customer"}]})",
       R"([{"invoke":{"function":"f","event":{"customer":{"id":7,"tags":["vip",true,null]}}}}])",
       R"([{"invoke":{"function":"f","event":{"customer":{"id":1,"tags":["redacted-2",true,null]}}}}])"},
      // Texts that hold JSON: in a body that was not compact, in a message in a message.
      {R"({"redact":[{"pointer":"/id"}]})", R"([{"s3":{"bucket":"b","key":"k","body":"{ \"id\": \"x\" }"}}])",
       R"([{"s3":{"bucket":"b","key":"k","body":"{\"id\":\"redacted-1\"}"}}])"},
      {R"({"redact":[{"pointer":"/Message/id"}]})",
       R"([{"sqs":{"queue":"q","body":{"Message":"{\"id\":\"x\",\"a\":1}"}}}])",
       R"([{"sqs":{"queue":"q","body":{"Message":"{\"id\":\"redacted-1\",\"a\":1}"}}}])"},
      // A form, and what only claims to be one.
      {R"({"redact":[{"key":"phone"}]})",
       R"([{"http":{"path":"/","headers":{"content-type":"application/x-www-form-urlencoded"},"body":"a=1&phone=x+y"}}])",
       R"([{"http":{"path":"/","headers":{"content-type":"application/x-www-form-urlencoded"},"body":"a=1&phone=redacted-1"}}])"},
      {R"({"redact":[{"key":"phone"}]})",
       R"([{"http":{"path":"/","headers":{"content-type":"application/x-www-form-urlencoded"},"body":"{\"phone\":\"x\"}"}}])",
       R"([{"http":{"path":"/","headers":{"content-type":"application/x-www-form-urlencoded"},"body":"{\"phone\":\"redacted-1\"}"}}])"},
      // Not changed: not written anew.
      {"{}", R"([{"sqs":{"queue":"q","body":"{ \"a\" : 1.50 }"}}])",
       R"([{"sqs":{"queue":"q","body":"{ \"a\" : 1.50 }"}}])"},
  };
  for (const Row& row : rows) EXPECT_EQ(row.after, redacted(row.rules, row.before)) << row.before;
}

TEST(Redactions, KeepTheSameTheSameWhereverItIs) {
  // Known from the second input, it is gone from the first: from a header, a path, another body. Short texts stay.
  EXPECT_EQ(
      R"([{"http":{"path":"/customers/c-1","headers":{"Idempotency-Key":"c-1"},"body":{"by":"c-1","n":"ab"}}},)"
      R"({"sqs":{"queue":"cust-77","body":{"id":"c-1","short":"c-2"}}}])",
      redacted(
          R"({"redact":[{"pointer":"/id","replacement":"c-{n}"},{"pointer":"/short","replacement":"c-{n}"}]})",
          R"([{"http":{"path":"/customers/cust-77","headers":{"Idempotency-Key":"cust-77"},"body":{"by":"cust-77","n":"ab"}}},)"
          R"({"sqs":{"queue":"cust-77","body":{"id":"cust-77","short":"ab"}}}])"));
}

TEST(Redactions, LeaveNobodyWhoLooksLikeAPerson) {
  const std::string_view before =
      R"([{"http":{"path":"/people/jane@real-shop.io","body":"mail jane@real-shop.io, joe@real-shop.io or call +49 30 901820, +49 30 901821"}},)"
      R"({"sqs":{"queue":"q","body":{"card":"4539 5787 6362 1486","mail":"jane@real-shop.io","public":"help@real-shop.io"}}}])";
  const std::string after = redacted(R"({"allow":["help@real-shop.io"]})", before);
  EXPECT_EQ(
      R"([{"http":{"path":"/people/person-1%40example.com","body":"mail person-1@example.com, person-2@example.com or call +12005550101, +12005550102"}},)"
      R"({"sqs":{"queue":"q","body":{"card":"0000000000000001","mail":"person-1@example.com","public":"help@real-shop.io"}}}])",
      after);
  EXPECT_TRUE(find_personal_data(Json::parse(after), {"help@real-shop.io"}).empty());
}

TEST(Redactions, AreTold) {
  Json inputs = Json::parse(
      R"([{"sqs":{"queue":"q","body":{"password":"abcd"}}},{"sqs":{"queue":"q","body":{"password":"abcd"}}}])");
  Json parameters = {{"DbPassword", "abcd"}, {"Colour", "red"}};
  std::string told;
  for (const Redacted& one : redact(default_redactions(), inputs, parameters)) {
    told += one.path + " " + one.rule + " " + std::to_string(one.places) + "\n";
  }
  EXPECT_EQ("/environment/parameters/DbPassword key *password* 1\n/inputs/*/sqs/body/password key *password* 2\n",
            told);
  EXPECT_EQ(R"({"DbPassword":"redacted-1","Colour":"red"})", parameters.dump());
}

TEST(Redactions, ThatAreWrongSayWhereAndWhy) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"[", "the case: the redactions are not a JSON object"},
      {R"({"redcat": []})", "/redcat: is not known here"},
      {R"({"redact": {}})", "/redact: must be a list"},
      {R"({"redact": [{"replacement": "x"}]})", "/redact/0: must have one of header, key, pointer"},
      {R"({"redact": [{"key": "a", "header": "b"}]})", "/redact/0: must have one of"},
      {R"({"redact": [{"heeder": "a"}]})", "/redact/0/heeder: is not known here"},
      {R"({"redact": [{"pointer": "id"}]})", "/redact/0/pointer: must be a JSON Pointer"},
      {R"({"redact": [{"key": 1}]})", "/redact/0/key: must be a text"},
      {R"({"allow": [1]})", "/allow/0: must be a text"},
  };
  for (const auto& [text, says] : rows) {
    try {
      parse_redactions(text);
      ADD_FAILURE() << text;
    } catch (const CaseError& error) {
      EXPECT_EQ(0u, std::string_view(error.what()).find(says)) << error.what();
    }
  }
}

TEST(PersonalData, IsFoundBehindWhatIsAllowed) {
  const Json document = {{"text", "a@shop.io and b@shop.io"}};
  const auto found = find_personal_data(document, {"a@shop.io"});
  ASSERT_EQ(1u, found.size());
  EXPECT_EQ("b@shop.io", found[0].text);
}

}  // namespace
}  // namespace replay
