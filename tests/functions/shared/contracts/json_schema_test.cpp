#include "contracts/json_schema.h"

#include <gtest/gtest.h>

#include "contracts/ecma_pattern.h"

namespace contracts {

using base::Json;

namespace {

std::string faults(const char* schema, const char* value) {
  std::string text;
  for (const Violation& found : JsonSchema(Json::parse(schema)).check(Json::parse(value), Stage::kAccepts))
    text += (text.empty() ? "" : " ") + found.rule + "@" + found.path;
  return text;
}

std::string refusal(const char* schema) {
  try {
    JsonSchema{Json::parse(schema)};
    return "";
  } catch (const SchemaError& error) {
    return error.pointer;
  }
}

}  // namespace

TEST(JsonSchema, NamesPathAndKeyword) {
  const struct {
    const char* schema;
    const char* value;
    const char* found;
  } kCases[] = {
      {R"({"type":"object"})", "{}", ""},
      {R"({"type":"object"})", "[]", "type@"},
      {R"({"type":["string","null"]})", "null", ""},
      {R"({"type":["string","null"]})", "1", "type@"},
      {R"({"type":"integer"})", "1.0", ""},
      {R"({"type":"integer"})", "1.5", "type@"},
      {R"({"type":"integer"})", "820982911946154508", ""},
      {R"({"type":"number"})", "true", "type@"},
      {R"({"type":"string","enum":["a"]})", "1", "enum@ type@"},
      {R"({"enum":[1,null,{"a":[1]}]})", R"({"a":[1.0]})", ""},
      {R"({"const":true})", "1", "const@"},
      {R"({"required":["a","b/c"]})", R"({"a":null})", "required@/b~1c"},
      {R"({"required":["a"]})", "[]", ""},
      {R"({"properties":{"a":{"type":"string"}}})", R"({"a":1,"b":2})", "type@/a"},
      {R"({"properties":{"a":{}},"additionalProperties":false})", R"({"a":1,"b":2,"c":3})",
       "additionalProperties@/b additionalProperties@/c"},
      {R"({"items":{"type":"integer"}})", R"([1,"2",3.5])", "type@/1 type@/2"},
      {R"({"pattern":"b+"})", R"("abc")", ""},
      {R"({"pattern":"^b"})", R"("abc")", "pattern@"},
      {R"({"pattern":"^b"})", "7", ""},
      {R"({"minLength":2,"maxLength":3})", R"("é")", "minLength@"},
      {R"({"minLength":2,"maxLength":3})", R"("\ud83d\ude00\ud83d\ude00\ud83d\ude00")", ""},
      {R"({"minLength":2,"maxLength":3})", R"("abcd")", "maxLength@"},
      {R"({"minimum":0,"maximum":10})", "-1", "minimum@"},
      {R"({"minimum":0,"maximum":10})", "10.5", "maximum@"},
      {R"({"minimum":0,"maximum":10})", "10", ""},
      {R"({"minItems":1,"maxItems":2})", "[]", "minItems@"},
      {R"({"minItems":1,"maxItems":2})", "[1,2,3]", "maxItems@"},
      {R"({"minProperties":1})", "{}", "minProperties@"},
      {R"({"dependentRequired":{"totals":["currency"]}})", R"({"totals":1})", "dependentRequired@/currency"},
      {R"({"dependentRequired":{"totals":["currency"]}})", R"({})", ""},
      {R"({"anyOf":[{"required":["a"]},{"required":["b"]}]})", "{}", "anyOf@"},
      {R"({"anyOf":[{"required":["a"]},{"required":["b"]}]})", R"({"b":1})", ""},
      {R"({"not":{"const":"-0"}})", R"("-0")", "not@"},
      {R"({"if":{"properties":{"c":{"const":true}}},"then":{"required":["s"]}})", R"({"c":true})", "required@/s"},
      {R"({"if":{"properties":{"c":{"const":true}}},"then":{"required":["s"]}})", R"({"c":false})", ""},
      {R"({"if":{"required":["c"]},"then":{},"else":{"required":["d"]}})", "{}", "required@/d"},
      {R"({"$ref":"#/$defs/id","$defs":{"id":{"type":"string"}}})", "1", "type@"},
      {R"({"properties":{"next":{"$ref":"#/$defs/node"}},"$defs":{"node":{"required":["v"],"properties":{"next":{"$ref":"#/$defs/node"}}}}})",
       R"({"next":{"v":1,"next":{}}})", "required@/next/next/v"},
      {R"({"properties":{"b":{"type":"string"},"a":{"minimum":3,"maximum":1}}})", R"({"a":2,"b":2})",
       "maximum@/a minimum@/a type@/b"},
  };
  for (const auto& row : kCases) EXPECT_EQ(faults(row.schema, row.value), row.found) << row.schema << " " << row.value;
}

TEST(JsonSchema, RefusesWhatItDoesNotKnowAndSaysWhere) {
  const struct {
    const char* schema;
    const char* pointer;
  } kCases[] = {
      {R"({"multipleOf":0.01})", "/multipleOf"},
      {R"({"properties":{"a/b":{"format":"date"}}})", "/properties/a~1b/format"},
      {R"({"items":{"oneOf":[]}})", "/items/oneOf"},
      {R"({"type":"text"})", "/type"},
      {R"({"additionalProperties":{"type":"string"}})", "/additionalProperties"},
      {R"({"pattern":"("})", "/pattern"},
      {R"({"minLength":-1})", "/minLength"},
      {R"({"minimum":"0"})", "/minimum"},
      {R"({"required":"a"})", "/required"},
      {R"({"items":true})", "/items"},
      {R"({"$ref":"#/$defs/none"})", "/$defs/none"},
      {R"({"$ref":"other.json"})", "/$ref"},
      {R"({"then":{}})", ""},
      {R"({"$defs":{"unused":{"oneOf":[]}}})", "/$defs/unused/oneOf"},
  };
  for (const auto& row : kCases) {
    EXPECT_THROW(JsonSchema{Json::parse(row.schema)}, SchemaError) << row.schema;
    EXPECT_EQ(refusal(row.schema), row.pointer) << row.schema;
  }
}

TEST(JsonSchema, ReadsPatternsAsEcmaScriptDoes) {
  const struct {
    const char* pattern;
    const char* text;
    bool matches;
  } kCases[] = {
      {"^a$", "a\n", false},
      {"^.$", "\xF0\x9F\x98\x80", true},
      {"^\\u00e9$", "\xC3\xA9", true},
      {"^\\u{1F600}$", "\xF0\x9F\x98\x80", true},
      {"^[^\\u0000-\\u001f\\u007f]*$", "a\tb", false},
      {"^[^\\u0000]*$", "a\tb", true},
      {"^(a)?\\1b$", "b", true},
      {"[]", "a", false},
      {"^[^]$", "\n", true},
      {"", "", true},
  };
  for (const auto& row : kCases) EXPECT_EQ(EcmaPattern(row.pattern).matches(row.text), row.matches) << row.pattern;
}

TEST(JsonSchema, GivesUpOnAPatternThatWouldRunForEver) {
  std::string text(65, 'a');
  text.back() = '!';
  EXPECT_FALSE(EcmaPattern("^(a+)+$").matches(text));
}

}  // namespace contracts
