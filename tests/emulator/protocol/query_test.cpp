#include "emulator/protocol/query.h"

#include <gtest/gtest.h>

#include "emulator/protocol/ask.h"
#include "emulator/protocol/operation.h"

namespace protocol {
namespace query_test {

using base::Json;
using Kind = QueryShape::Kind;

constexpr QueryShape kShapes[] = {
    {.member = "Successful", .kind = Kind::kFlatList, .element = "SendResultEntry", .operation = "SendBatch"},
    {.member = "Successful", .kind = Kind::kMemberList},
    {.member = "AttributeNames", .kind = Kind::kFlatList, .element = "AttributeName"},
    {.member = "MessageAttributes",
     .kind = Kind::kFlatMap,
     .element = "MessageAttribute",
     .key = "Name",
     .value = "Value"},
    {.member = "Tags", .kind = Kind::kMemberList},
    {.member = "Attributes", .kind = Kind::kEntryMap},
};

struct Case {
  std::string name = {};
  std::string form = {};
  std::string json = {};  // empty: malformed
};

class ParseQueryFields : public ::testing::TestWithParam<Case> {};

TEST_P(ParseQueryFields, GivesWhatTheJsonProtocolWouldHaveSent) {
  const Case& row = GetParam();
  try {
    EXPECT_EQ(parse_query_fields(http::parse_query(row.form), kShapes, "Any").dump(), row.json);
  } catch (const Fault& fault) {
    EXPECT_EQ(fault.code, "MalformedQueryString");
    EXPECT_EQ(row.json, "") << fault.message;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ParseQueryFields,
    ::testing::Values(
        Case{"nothing", "", "{}"}, Case{"text", "QueueName=a+b%21&Empty=", R"({"QueueName":"a b!","Empty":""})"},
        Case{"flat_list_in_the_order_of_its_numbers", "AttributeName.10=c&AttributeName.2=b&AttributeName.1=a",
             R"({"AttributeNames":["a","b","c"]})"},
        Case{"flat_list_of_one_without_number", "AttributeName=All", R"({"AttributeNames":["All"]})"},
        Case{"member_list_of_structures",
             "Tags.member.1.Key=team&Tags.member.1.Value=x&Tags.member.2.Key=k&Tags.member.2.Value=",
             R"({"Tags":[{"Key":"team","Value":"x"},{"Key":"k","Value":""}]})"},
        Case{"empty_member_list", "Tags=", R"({"Tags":[]})"},
        Case{"flat_map_of_structures",
             "MessageAttribute.1.Name=a.b&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value."
             "StringValue=1",
             R"({"MessageAttributes":{"a.b":{"DataType":"String","StringValue":"1"}}})"},
        Case{"entry_map",
             "Attributes.entry.2.key=b&Attributes.entry.2.value=2&Attributes.entry.1.key=a&Attributes.entry.1.value=1",
             R"({"Attributes":{"a":"1","b":"2"}})"},
        Case{"structure_without_a_row", "Message.Body=x&Message.Id=1", R"({"Message":{"Body":"x","Id":"1"}})"},
        Case{"same_name_twice", "QueueName=a&QueueName=b", ""}, Case{"text_and_structure", "A=1&A.B=2", ""},
        Case{"no_number", "AttributeName.x=a", ""},
        Case{"same_number_twice", "AttributeName.1=a&AttributeName.01=b", ""},
        Case{"key_without_value", "Attributes.entry.1.key=a", ""}, Case{"list_without_member", "Tags.1.Key=a", ""},
        Case{"too_deep", "a.b.c.d.e.f.g.h.i=1", ""}),
    [](const auto& row) { return row.param.name; });

TEST(QueryXml, WritesListsAndMapsAsTheTableSays) {
  const Json answer = Json::parse(
      R"({"Id":"<&>","Count":3,"Flag":true,"None":null,"AttributeNames":["a","b"],"Successful":[{"Id":"1"}],)"
      R"("MessageAttributes":{"n":{"DataType":"String"}},"Attributes":{"k":"v"},"Tags":[]})");
  EXPECT_EQ(
      query_xml(answer, kShapes, "SendBatch"),
      "<Id>&lt;&amp;&gt;</Id><Count>3</Count><Flag>true</Flag><AttributeName>a</AttributeName>"
      "<AttributeName>b</AttributeName><SendResultEntry><Id>1</Id></SendResultEntry><MessageAttribute><Name>n</Name>"
      "<Value><DataType>String</DataType></Value></MessageAttribute><Attributes><entry><key>k</key><value>v</value>"
      "</entry></Attributes><Tags></Tags>");
  EXPECT_EQ(query_xml(Json{{"Successful", Json::array({Json("x")})}}, kShapes, "Other"),
            "<Successful><member>x</member></Successful>");
}

// --- the endpoint, with a service of one operation

struct Greeter {
  std::string greeting = "Hello ";
};
struct GreetRequest {
  std::string name = {};
  std::int64_t times = 1;
  static GreetRequest from(const Fields& in) { return {in.string("Name"), in.integer_or("Times", 1)}; }
};
Json greet(Greeter& greeter, const GreetRequest& request, const Call&) {
  if (request.name == "nobody") {
    Fault fault("NobodyThereException", 404, "Nobody & nothing");
    fault.query_code = "NobodyThere";
    throw fault;
  }
  std::string said;
  for (std::int64_t i = 0; i < request.times; ++i) said += greeter.greeting + request.name;
  return {{"Said", said}};
}
std::string any(const Greeter&, const GreetRequest&, const Call&) { return "*"; }

constinit const Operation<Greeter> kGreet = operation<&greet, &any>("greet:Greet");
constexpr const Operation<Greeter>* kOperations[] = {&kGreet};
constexpr FieldFaults kFaults{
    .missing = [](std::string_view path) { return Fault("MissingParameter", 400, std::string(path)); },
    .wrong_kind = [](std::string_view path, std::string_view,
                     const Json&) { return Fault("WrongKind", 400, std::string(path)); }};

struct QueryEndpointTest : ::testing::Test {
  Greeter greeter = {};
  QueryProtocol spoken = {.service = "greet",
                          .version = "2026-01-01",
                          .xml_namespace = "http://greet/doc/",
                          .faults = &kFaults,
                          .path_member = "Name",
                          .denied_code = "NotYou"};
  Answer ask_form(const std::string& form, const std::string& path = "/") {
    return ask_query(QueryEndpoint(spoken, greeter, kOperations), form, path);
  }
};

TEST_F(QueryEndpointTest, AnswersInXmlByteForByte) {
  const Answer answer = ask_form("Action=Greet&Version=2026-01-01&Name=Ada+L&Times=2");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.get("content-type"), "text/xml");
  EXPECT_EQ(
      answer.body,
      "<?xml version=\"1.0\"?><GreetResponse xmlns=\"http://greet/doc/\"><GreetResult><Said>Hello Ada LHello Ada L"
      "</Said></GreetResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></GreetResponse>");
}

TEST_F(QueryEndpointTest, WritesAFaultByItsQueryCode) {
  const Answer answer = ask_form("Action=Greet&Name=nobody");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(
      answer.body,
      "<?xml version=\"1.0\"?><ErrorResponse xmlns=\"http://greet/doc/\"><Error><Type>Sender</Type><Code>NobodyThere"
      "</Code><Message>Nobody &amp; nothing</Message><Detail/></Error><RequestId>id-1</RequestId></ErrorResponse>");
}

TEST_F(QueryEndpointTest, TakesAGetWithItsSignatureInTheQuery) {
  const QueryEndpoint endpoint(spoken, greeter, kOperations);
  const Answer answer =
      ask(endpoint, request_for("GET", "/?Action=Greet&Name=Ada&X-Amz-Signature=00&X-Amz-Date=1"), "");
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(QueryEndpointTest, ReadsAFieldFromThePathUnlessTheFormHasIt) {
  EXPECT_NE(ask_form("Action=Greet", "/Gr%C3%A4fin").body.find("Hello /Gr\xC3\xA4"), std::string::npos);
  EXPECT_NE(ask_form("Action=Greet&Name=Ada", "/Other").body.find("Hello Ada"), std::string::npos);
}

TEST_F(QueryEndpointTest, RefusesWhatItDoesNotKnow) {
  EXPECT_NE(ask_form("Action=Shout&Name=a").body.find("<Code>InvalidAction</Code>"), std::string::npos);
  EXPECT_NE(ask_form("Action=Greet&Version=2001-01-01&Name=a").body.find("<Code>InvalidAction</Code>"),
            std::string::npos);
  EXPECT_NE(ask_form("Name=a").body.find("<Code>MissingAction</Code>"), std::string::npos);
  EXPECT_NE(ask_form("Action=Greet").body.find("<Code>MissingParameter</Code>"), std::string::npos);
}

TEST_F(QueryEndpointTest, NamesADenialAsTheServiceDoes) {
  struct Closed : OpenDoor {
    void require(const Call&, std::string_view, const std::vector<std::string>&) const override {
      throw Fault("AccessDeniedException", 403, "no");
    }
  };
  const Closed door;
  const Answer answer = ask(QueryEndpoint(spoken, greeter, kOperations),
                            request_for("POST", "/", {{"Content-Type", "application/x-www-form-urlencoded"}}),
                            "Action=Greet&Name=a", {.authorizer = &door});
  EXPECT_EQ(answer.status, 403);
  EXPECT_NE(answer.body.find("<Code>NotYou</Code>"), std::string::npos);
}

}  // namespace query_test
}  // namespace protocol
