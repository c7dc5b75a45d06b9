#include <gtest/gtest.h>

#include <random>

#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/expression_condition.h"
#include "emulator/dynamodb/expression_key_condition.h"
#include "emulator/dynamodb/expression_projection.h"
#include "emulator/dynamodb/expression_update.h"

namespace dynamodb {
namespace {

const char* const kItem = R"({
  "id": {"S": "a"}, "n": {"N": "5"}, "t": {"S": "hell\u00f6"}, "b": {"B": "aGVsbG8="}, "yes": {"BOOL": true},
  "nothing": {"NULL": true}, "tags": {"SS": ["x", "y"]}, "nums": {"NS": ["1", "2.0"]},
  "l": {"L": [{"N": "1"}, {"S": "two"}, {"M": {"deep": {"S": "d"}}}]},
  "m": {"M": {"a": {"N": "1"}, "b": {"L": [{"S": "x"}]}}}})";

const char* const kRequest = R"({
  "ExpressionAttributeNames": {"#n": "n", "#size": "size", "#dot": "a.b"},
  "ExpressionAttributeValues": {
    ":five": {"N": "5"}, ":six": {"N": "6.0"}, ":hel": {"S": "hel"}, ":x": {"S": "x"}, ":two": {"N": "2"},
    ":S": {"S": "S"}, ":bad": {"S": "Q"}, ":list": {"L": [{"N": "9"}]}, ":set": {"SS": ["y", "z"]}, ":bool": {"BOOL": true},
    ":one": {"N": "1"}, ":hello": {"S": "hell\u00f6"}, ":all": {"SS": ["x", "y"]}, ":map": {"M": {"k": {"S": "v"}}}}})";

Item item() { return parse_item(Json::parse(kItem)); }

std::string message_of(const std::function<void()>& run) {
  try {
    run();
  } catch (const Fault& fault) {
    return fault.message;
  }
  return "(no error)";
}

struct Row {
  std::string expression = {};
  std::string expected = {};
};

TEST(DynamoCondition, IsTrueOfTheItem) {
  for (const char* expression : {"n = :five",
                                 "#n=:five",
                                 ":five = n",
                                 "n <> :six",
                                 "absent <> :six",
                                 "n < :six AND n >= :five",
                                 "n BETWEEN :one AND :six",
                                 "n IN (:six, :five)",
                                 "NOT n = :six",
                                 "attribute_exists(m.a)",
                                 "attribute_not_exists(m.c)",
                                 "attribute_exists(l[2].deep)",
                                 "attribute_not_exists(l[3])",
                                 "attribute_type(t, :S)",
                                 "begins_with(t, :hel)",
                                 "contains(t, :hel)",
                                 "contains(tags, :x)",
                                 "contains(nums, :two)",
                                 "contains(l, :one)",
                                 "size(t) = :five",
                                 "size(tags) = :two",
                                 "size(l) > :two",
                                 "tags = :all",
                                 "(n = :six OR n = :five) AND t = :hello",
                                 "n = :six OR n = :five AND t = :hello",
                                 "m.a < n",
                                 "not (n = :six and n = :five)",
                                 "n = :five or absent = :x and absent = :x"}) {
    Placeholders placeholders(Json::parse(kRequest));
    EXPECT_TRUE(fulfils(item(), parse_condition("ConditionExpression", expression, placeholders))) << expression;
  }
}

TEST(DynamoCondition, IsFalseOfTheItem) {
  for (const char* expression :
       {"n = :six", "absent = :five", "absent < :five", "t < :five", "n BETWEEN :six AND :six", "begins_with(n, :hel)",
        "size(n) = :one", "contains(tags, :hel)", "NOT n = :five", "attribute_exists(absent)", "attribute_type(n, :S)",
        "absent BETWEEN :one AND :six", "absent IN (:one)", "nothing = :bool", "t.a = :x", "l.a = :x", "m[0] = :x"}) {
    Placeholders placeholders(Json::parse(kRequest));
    EXPECT_FALSE(fulfils(item(), parse_condition("ConditionExpression", expression, placeholders))) << expression;
  }
}

TEST(DynamoCondition, RefusesWithTheTextsOfAws) {
  const std::vector<Row> rows = {
      {"", "The expression can not be empty;"},
      {"n", "Syntax error; token: \"<EOF>\", near: \"n\""},
      {"n = :five garbage", "Syntax error; token: \"garbage\", near: \":five garbage\""},
      {"n = = :five", "Syntax error; token: \"=\", near: \"= = :five\""},
      {"n = 5", "Syntax error; token: \"5\", near: \"= 5\""},
      {"a = b = c", "Syntax error; token: \"=\", near: \"b = c\""},
      {"size = :five", "Attribute name is a reserved keyword; reserved keyword: size"},
      {"a.nAMe = :five", "Attribute name is a reserved keyword; reserved keyword: nAMe"},
      {"#x = :five", "An expression attribute name used in the document path is not defined; attribute name: #x"},
      {"n = :x1", "An expression attribute value used in expression is not defined; attribute value: :x1"},
      {"sum(n) = :five", "Invalid function name; function: sum"},
      {"size(n)", "The function is not allowed to be used this way in an expression; function: size"},
      {"attribute_exists(n) = :bool",
       "The function is not allowed to be used this way in an expression; function: attribute_exists"},
      {"((n = :five))", "The expression has redundant parentheses;"},
      {"attribute_exists(n, t)",
       "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of "
       "operands: 2"},
      {"attribute_exists(:five)",
       "Operator or function requires a document path; operator or function: attribute_exists"},
      {"begins_with(n, :five)",
       "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"},
      {"attribute_type(n, :bad)",
       "Invalid attribute type name found; type: Q, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"},
      {"n = n",
       "The first operand must be distinct from the remaining operands for this operator or function; operator: =, "
       "first operand: [n]"},
      {"n BETWEEN :six AND :five",
       "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: "
       "AttributeValue: {N:6}, upper bound operand: AttributeValue: {N:5}"},
      {"n BETWEEN :x AND :five",
       "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: "
       "{S:x}, "
       "upper bound operand: AttributeValue: {N:5}"},
      {"a[99999999999999999999] = :five",
       "List index is not within the allowable range; index: [99999999999999999999]"},
  };
  for (const Row& row : rows) {
    Placeholders placeholders(Json::parse(kRequest));
    EXPECT_EQ(message_of([&] { parse_condition("ConditionExpression", row.expression, placeholders); }),
              "Invalid ConditionExpression: " + row.expected)
        << row.expression;
  }
}

TEST(DynamoCondition, HasLimitsOfSizeOperatorsAndDepth) {
  const auto parse = [](std::string expression) {
    Placeholders placeholders(Json::parse(kRequest));
    return message_of([&] { parse_condition("FilterExpression", expression, placeholders); });
  };
  EXPECT_EQ(parse(std::string(4097, 'a')),
            "Invalid FilterExpression: Expression size has exceeded the maximum allowed size; expression size: 4097");
  std::string many = "n=:x";
  for (int i = 0; i < 200; ++i) many += " OR n=:x";
  EXPECT_EQ(parse(many), "Invalid FilterExpression: The expression contains too many operators; operator count: 301");
  std::string nested = "n=:x";
  for (int i = 0; i < 1000; ++i) nested = "(" + nested + ")";
  EXPECT_NE(parse(nested).find("nested deeper"), std::string::npos);
}

TEST(DynamoPlaceholders, UnusedAndMalformedOnesAreRefused) {
  const auto check = [](const char* request, const char* expression) {
    return message_of([&] {
      Placeholders placeholders(Json::parse(request));
      parse_condition("ConditionExpression", expression, placeholders);
      placeholders.check_all_used();
    });
  };
  EXPECT_EQ(check(R"({"ExpressionAttributeNames":{"#a":"a","#b":"b"}})", "attribute_exists(c)"),
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}");
  EXPECT_EQ(check(R"({"ExpressionAttributeValues":{":a":{"S":"a"},":b":{"S":"b"}}})", "c = :b"),
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:a}");
  EXPECT_EQ(check(R"({"ExpressionAttributeNames":{"a":"a"}})", "a"),
            "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\"");
  EXPECT_EQ(check(R"({"ExpressionAttributeNames":{}})", "a"), "ExpressionAttributeNames must not be empty");
  EXPECT_EQ(check(R"({"ExpressionAttributeValues":{":b":{"N":"b"}}})", "a"),
            "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: b "
            "for key :b");
}

TEST(DynamoProjection, KeepsOnlyWhatIsNamedAndClosesListsUp) {
  const std::vector<Row> rows = {
      {"id, #n", R"({"id":{"S":"a"},"n":{"N":"5"}})"},
      {"m.a", R"({"m":{"M":{"a":{"N":"1"}}}})"},
      {"l[2].deep, l[0]", R"({"l":{"L":[{"N":"1"},{"M":{"deep":{"S":"d"}}}]}})"},
      {"absent, m.absent, l[7]", "{}"},
      {"m.b[0]", R"({"m":{"M":{"b":{"L":[{"S":"x"}]}}}})"},
  };
  for (const Row& row : rows) {
    Placeholders placeholders(Json::parse(kRequest));
    const Projection projection = parse_projection(row.expression, placeholders);
    EXPECT_EQ(to_json(project(item(), projection.paths)).dump(), row.expected) << row.expression;
  }
}

TEST(DynamoProjection, RefusesPathsThatMeet) {
  const std::string request = R"({"ExpressionAttributeNames":{"#a":"a","#b":"[3]"}})";
  const std::vector<Row> rows = {
      {"b[1], b.a, #a.b, a",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path "
       "two: [a]"},
      {"a, #a[1]",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path "
       "two: [a, [1]]"},
      {"a.b, #a[1], #b",
       "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path "
       "two: [a, [1]]"},
      {"a[3].b, #a.#b.b",
       "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, [3], b], "
       "path two: [a, [3], b]"},
      {"a,b,a,#c", "An expression attribute name used in the document path is not defined; attribute name: #c"},
      {"a.abORt", "Attribute name is a reserved keyword; reserved keyword: abORt"},
  };
  for (const Row& row : rows) {
    Placeholders placeholders(Json::parse(request));
    EXPECT_EQ(message_of([&] { parse_projection(row.expression, placeholders); }),
              "Invalid ProjectionExpression: " + row.expected)
        << row.expression;
  }
}

TEST(DynamoUpdate, ChangesTheItem) {
  struct Case {
    std::string expression = {}, before = {}, after = {};
  };
  const std::vector<Case> cases = {
      {"SET a = :five", "{}", R"({"a":{"N":"5"}})"},
      {"SET a = a + :five", R"({"a":{"N":"1.5"}})", R"({"a":{"N":"6.5"}})"},
      {"SET a = :five - a", R"({"a":{"N":"6"}})", R"({"a":{"N":"-1"}})"},
      {"SET a = if_not_exists(a, :five) + :one", "{}", R"({"a":{"N":"6"}})"},
      {"SET a = (if_not_exists(a, :five) + (:one))", R"({"a":{"N":"1"}})", R"({"a":{"N":"2"}})"},
      {"SET a = list_append(if_not_exists(a, :list), :list)", "{}", R"({"a":{"L":[{"N":"9"},{"N":"9"}]}})"},
      {"SET a = b, b = a", R"({"a":{"S":"1"},"b":{"S":"2"}})", R"({"a":{"S":"2"},"b":{"S":"1"}})"},
      {"SET a.k = :x", R"({"a":{"M":{}}})", R"({"a":{"M":{"k":{"S":"x"}}}})"},
      {"SET a[9] = :x, a[5] = :five", R"({"a":{"L":[{"S":"0"}]}})", R"({"a":{"L":[{"S":"0"},{"N":"5"},{"S":"x"}]}})"},
      {"REMOVE a[0], a[2]", R"({"a":{"L":[{"S":"0"},{"S":"1"},{"S":"2"}]}})", R"({"a":{"L":[{"S":"1"}]}})"},
      {"REMOVE a, absent SET b = a", R"({"a":{"S":"1"}})", R"({"b":{"S":"1"}})"},
      {"ADD a :five", "{}", R"({"a":{"N":"5"}})"},
      {"ADD a :five", R"({"a":{"N":"-5"}})", R"({"a":{"N":"0"}})"},
      {"ADD a :set", R"({"a":{"SS":["x","y"]}})", R"({"a":{"SS":["x","y","z"]}})"},
      {"DELETE a :set", R"({"a":{"SS":["x","y"]}})", R"({"a":{"SS":["x"]}})"},
      {"DELETE a :set", R"({"a":{"SS":["z","y"]}})", "{}"},
      {"DELETE a :set", "{}", "{}"},
      {"set a=:x remove b add c :one delete d :set", R"({"b":{"S":"1"}})", R"({"a":{"S":"x"},"c":{"N":"1"}})"},
  };
  for (const Case& each : cases) {
    Placeholders placeholders(Json::parse(kRequest));
    const Update update = parse_update(each.expression, placeholders);
    const Item after = apply_update(update, parse_item(Json::parse(each.before)));
    EXPECT_EQ(AttributeValue::map(after), AttributeValue::map(parse_item(Json::parse(each.after))))
        << each.expression << " gave " << to_json(after).dump();
  }
}

TEST(DynamoUpdate, RefusesWhatTheItemDoesNotAllow) {
  const std::vector<Row> rows = {
      {"SET a = absent", "The provided expression refers to an attribute that does not exist in the item"},
      {"SET a = t + :one", "An operand in the update expression has an incorrect data type"},
      {"SET a = list_append(t, :list)", "An operand in the update expression has an incorrect data type"},
      {"SET absent.b = :one", "The document path provided in the update expression is invalid for update"},
      {"SET t[0] = :one", "The document path provided in the update expression is invalid for update"},
      {"ADD t :one", "An operand in the update expression has an incorrect data type"},
      {"DELETE nums :set", "An operand in the update expression has an incorrect data type"},
  };
  for (const Row& row : rows) {
    Placeholders placeholders(Json::parse(kRequest));
    const Update update = parse_update(row.expression, placeholders);
    EXPECT_EQ(message_of([&] { apply_update(update, item()); }), row.expected) << row.expression;
  }
}

TEST(DynamoUpdate, RefusesWithTheTextsOfAws) {
  const std::vector<Row> rows = {
      {"", "The expression can not be empty;"},
      {"whatever", "Syntax error; token: \"whatever\", near: \"whatever\""},
      {"SET a = :five + :one + :two", "Syntax error; token: \"+\", near: \":one + :two\""},
      {"SET set = :five", "Syntax error; token: \"set\", near: \"SET set =\""},
      {"SET a = :five SET b = :one", "The \"SET\" section can only be used once in an update expression;"},
      {"SET a = if_not_exist(b, :five)", "Invalid function name; function: if_not_exist"},
      {"SET a = if_not_exists(b)",
       "Incorrect number of operands for operator or function; operator or function: if_not_exists, number of "
       "operands: 1"},
      {"SET a = if_not_exists(:five, b)",
       "Operator or function requires a document path; operator or function: if_not_exists"},
      {"SET a = list_append(b, :x)",
       "Incorrect operand type for operator or function; operator or function: list_append, operand type: S"},
      {"SET a = b + :x", "Incorrect operand type for operator or function; operator or function: +, operand type: S"},
      {"ADD a :x", "Incorrect operand type for operator or function; operator: ADD, operand type: STRING"},
      {"DELETE a :one", "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER"},
      {"SET a = :nope", "An expression attribute value used in expression is not defined; attribute value: :nope"},
      {"SET a = :one, a.b = :two",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path "
       "two: [a, b]"},
      {"REMOVE abSolute", "Attribute name is a reserved keyword; reserved keyword: abSolute"},
  };
  for (const Row& row : rows) {
    Placeholders placeholders(Json::parse(kRequest));
    EXPECT_EQ(message_of([&] { parse_update(row.expression, placeholders); }),
              "Invalid UpdateExpression: " + row.expected)
        << row.expression;
  }
}

TEST(DynamoKeyCondition, ReadsOneConditionAKeyInEitherOrder) {
  Placeholders placeholders(Json::parse(kRequest));
  const Condition parsed = parse_condition("KeyConditionExpression", "id = :x AND :five < #n", placeholders);
  const auto conditions = key_conditions_of(parsed);
  ASSERT_EQ(conditions.size(), 2u);
  EXPECT_EQ(conditions[0].attribute, "id");
  EXPECT_EQ(conditions[1].attribute, "n");
  EXPECT_EQ(conditions[1].kind, Condition::Kind::kGreater);
  EXPECT_EQ(conditions[1].values.at(0)->number().text(), "5");
}

TEST(DynamoKeyCondition, RefusesWhatIsNoKeyCondition) {
  const std::vector<Row> rows = {
      {"id = :x OR n = :five", "Invalid operator used in KeyConditionExpression: OR"},
      {"id <> :x", "Invalid operator used in KeyConditionExpression: <>"},
      {"contains(id, :x)", "Invalid operator used in KeyConditionExpression: contains"},
      {"size(id) = :one", "KeyConditionExpressions cannot contain nested operations"},
      {"id.a = :x", "KeyConditionExpressions cannot have conditions on nested attributes"},
      {"id = n", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"},
      {":x = :five", "Invalid condition in KeyConditionExpression: No key attribute specified"},
      {"id = :x AND id = :x", "KeyConditionExpressions must only contain one condition per key"},
      {"begins_with(:x, id)",
       "Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first "
       "operand"},
  };
  for (const Row& row : rows) {
    Placeholders placeholders(Json::parse(kRequest));
    const Condition parsed = parse_condition("KeyConditionExpression", row.expression, placeholders);
    EXPECT_EQ(message_of([&] { key_conditions_of(parsed); }), row.expected) << row.expression;
  }
}

// Whatever stands in an expression, it is parsed or refused as invalid, and what is parsed can be evaluated.
TEST(DynamoExpressions, SurviveSeededMutations) {
  const std::vector<std::string> seeds = {"(n = :six OR n BETWEEN :one AND :six) AND NOT contains(tags, :x)",
                                          "attribute_type(l[2].deep, :S) and size(t) IN (:five, :two)",
                                          "SET a = if_not_exists(m.a, :five) + :one, l[1] = list_append(l, :list) "
                                          "REMOVE m.b[0] ADD n :one DELETE tags :set",
                                          "id, l[0], m.b[0], #n"};
  const std::string alphabet = "()[],.=<>+-#: abnSETremove0123456789_\xff";
  std::mt19937 random(20261121);  // NOLINT: the same run every time
  int parsed = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text = seeds[random() % seeds.size()];
    for (std::size_t edits = random() % 4; edits > 0; --edits) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = alphabet[random() % alphabet.size()];
          break;
        case 1:
          text.erase(at, 1 + random() % 4);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 8));
      }
      if (text.empty()) text = "a";
    }
    const auto attempt = [&](const auto& run) {
      Placeholders placeholders(Json::parse(kRequest));
      try {
        run(placeholders);
        ++parsed;
      } catch (const Fault& fault) {
        EXPECT_EQ(fault.code, "ValidationException");
      }
    };
    attempt([&](Placeholders& p) { fulfils(item(), parse_condition("ConditionExpression", text, p)); });
    attempt([&](Placeholders& p) { apply_update(parse_update(text, p), item()); });
    attempt([&](Placeholders& p) { project(item(), parse_projection(text, p).paths); });
  }
  EXPECT_GT(parsed, 1000);
}

}  // namespace
}  // namespace dynamodb
