#include "emulator/patterns/pattern.h"

#include <gtest/gtest.h>

namespace patterns {
namespace {

struct Match {
  const char* name;
  const char* pattern;
  const char* event;
  bool matches;
};
class Matching : public ::testing::TestWithParam<Match> {};

TEST_P(Matching, ComparesAsEventBridgeDoes) {
  const Match& c = GetParam();
  EXPECT_EQ(Pattern::parse(c.pattern).matches(FlatEvent(c.event)), c.matches) << c.pattern << "\n" << c.event;
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, Matching,
    ::testing::Values(
        Match{"text", R"({"a":["x"]})", R"({"a":"x"})", true},
        Match{"other_text", R"({"a":["x"]})", R"({"a":"X"})", false},
        Match{"one_of_several", R"({"a":["x","y"]})", R"({"a":"y"})", true},
        Match{"element_of_an_array", R"({"a":["x"]})", R"({"a":["q","x"]})", true},
        Match{"all_paths_must_hold", R"({"a":["x"],"b":["y"]})", R"({"a":"x"})", false},
        Match{"nested", R"({"a":{"b":["x"]}})", R"({"a":{"b":"x"}})", true},
        Match{"a_dotted_name_is_a_path", R"({"a.b":["x"]})", R"({"a":{"b":"x"}})", true},
        Match{"numbers_by_value", R"({"a":[3]})", R"({"a":3.0e0})", true},
        Match{"text_is_no_number", R"({"a":[3]})", R"({"a":"3"})", false},
        Match{"huge_numbers_by_spelling", R"({"a":[12345678901234567890123]})", R"({"a":12345678901234567890123})",
              true},
        Match{"null", R"({"a":[null]})", R"({"a":null})", true},
        Match{"absent_is_not_null", R"({"a":[null]})", R"({})", false},
        Match{"prefix", R"({"a":[{"prefix":"ab"}]})", R"({"a":"abc"})", true},
        Match{"suffix_without_case", R"({"a":[{"suffix":{"equals-ignore-case":"ÉC"}}]})", R"({"a":"abéc"})", true},
        Match{"same_letters", R"({"a":[{"equals-ignore-case":"Straße"}]})", R"({"a":"sTRASSE"})", false},
        Match{"anything_but_text_takes_numbers", R"({"a":[{"anything-but":"x"}]})", R"({"a":1})", true},
        Match{"anything_but_needs_something", R"({"a":[{"anything-but":"x"}]})", R"({})", false},
        Match{"anything_but_one_of_an_array", R"({"a":[{"anything-but":"x"}]})", R"({"a":["x","y"]})", true},
        Match{"anything_but_wildcards", R"({"a":[{"anything-but":{"wildcard":["a*","*z"]}}]})", R"({"a":"bz"})", false},
        Match{"range_without_its_ends", R"({"a":[{"numeric":[">",0,"<",5]}]})", R"({"a":5})", false},
        Match{"range_with_its_end", R"({"a":[{"numeric":[">=",-1.5]}]})", R"({"a":-1.5})", true},
        Match{"block", R"({"a":[{"cidr":"10.1.0.0/15"}]})", R"({"a":"10.1.255.255"})", true},
        Match{"outside_the_block", R"({"a":[{"cidr":"10.2.0.0/15"}]})", R"({"a":"10.4.0.0"})", false},
        Match{"block_of_ipv6", R"({"a":[{"cidr":"2001:db8::/32"}]})", R"({"a":"2001:DB8:0:1::5"})", true},
        Match{"wildcard", R"({"a":[{"wildcard":"a*c*e"}]})", R"({"a":"abcde"})", true},
        Match{"wildcard_does_not_overlap", R"({"a":[{"wildcard":"ab*ba"}]})", R"({"a":"aba"})", false},
        Match{"escaped_asterisk", R"({"a":[{"wildcard":"a\\*b*"}]})", R"({"a":"a*bc"})", true},
        Match{"exists", R"({"a":[{"exists":true}]})", R"({"a":null})", true},
        Match{"an_empty_array_does_not_exist", R"({"a":[{"exists":true}]})", R"({"a":[]})", false},
        Match{"absent", R"({"a":[{"exists":false}],"b":["x"]})", R"({"b":"x"})", true},
        Match{"absent_or_value", R"({"a":[{"exists":false},"x"]})", R"({"a":"y"})", false},
        Match{"or", R"({"$or":[{"a":["x"]},{"b":["y"]}],"c":["z"]})", R"({"b":"y","c":"z"})", true},
        Match{"or_and_the_rest", R"({"$or":[{"a":["x"]},{"b":["y"]}],"c":["z"]})", R"({"b":"y"})", false},
        Match{"or_as_a_name", R"({"$or":{"a":["x"]}})", R"({"$or":{"a":"x"}})", true},
        Match{"one_record_of_a_list", R"({"l":{"a":["1"],"b":["2"]}})",
              R"({"l":[{"a":"1","b":"2"},{"a":"3","b":"4"}]})", true},
        Match{"not_from_two_records", R"({"l":{"a":["1"],"b":["4"]}})",
              R"({"l":[{"a":"1","b":"2"},{"a":"3","b":"4"}]})", false},
        Match{"absent_in_one_record", R"({"l":{"a":["1"],"b":[{"exists":false}]}})", R"({"l":[{"a":"1"},{"b":"2"}]})",
              true},
        Match{"escapes", R"({"a":["\u00e9\n"]})", R"({"\u0061":"é\u000a"})", true}),
    [](const auto& one) { return one.param.name; });

struct Bad {
  const char* name;
  const char* pattern;
  const char* reason;
};
class BadPattern : public ::testing::TestWithParam<Bad> {};

TEST_P(BadPattern, IsRefusedWithAwssReason) {
  try {
    check_complexity(Pattern::parse(GetParam().pattern));
    FAIL() << "taken: " << GetParam().pattern;
  } catch (const PatternError& error) {
    EXPECT_STREQ(error.what(), GetParam().reason);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, BadPattern,
    ::testing::Values(
        Bad{"no_object", "[]", "Filter is not an object"}, Bad{"empty", "{}", "Empty objects are not allowed"},
        Bad{"no_array", R"({"a":"x"})", R"("a" must be an object or an array)"},
        Bad{"nested_array", R"({"a":[[1]]})", "Match value must be String, number, true, false, or null"},
        Bad{"operator", R"({"a":[{"regex":"x"}]})", "Unrecognized match type regex"},
        Bad{"two_operators", R"({"a":[{"prefix":"x","suffix":"y"}]})", "Only one key allowed in match expression"},
        Bad{"one_way_of_or", R"({"$or":[{"a":["x"]}]})", "There must have at least 2 Objects in $or relationship."},
        Bad{"mask", R"({"a":[{"cidr":"10.0.0.0/33"}]})", "IPv4 mask bits must be < 32"},
        Bad{"asterisks", R"({"a":[{"wildcard":"a**"}]})", "Consecutive wildcard characters at pos 2"},
        Bad{"the_first_mistake_counts", R"({"a":[{"prefix":3}], )", "prefix match pattern must be a string"},
        Bad{"open_end", R"({"a":["x")",
            R"x(Unexpected end-of-input: expected close marker for Array (start marker at [Source: (String)"{"a":["x""; line: 1, column: 6]))x"},
        Bad{"complex", R"({"a":[{"wildcard":"*:*:*:*:*:event-bus/*"}]})",
            "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a "
            "wildcard character"}),
    [](const auto& one) { return one.param.name; });

TEST(Pattern, ManyListsDoNotMultiply) {
  // Each path has fifty records of its own and the last matches nothing: 50 to the power of five would not come back.
  std::string event = "{", pattern = "{";
  for (const char name : {'a', 'b', 'c', 'd', 'e'}) {
    event += (event.size() > 1 ? ",\"" : "\"") + std::string(1, name) + "\":[";
    for (int i = 0; i < 50; ++i) event += (i ? "," : "") + std::string(R"({"v":"x","w":"y"})");
    event += "]";
    pattern += (pattern.size() > 1 ? ",\"" : "\"") + std::string(1, name) + R"(":{"v":["x"]})";
  }
  pattern += R"(,"e2":[{"exists":false}],"f":{"w":["y"]}})";
  EXPECT_FALSE(Pattern::parse(pattern).matches(FlatEvent(event + "}")));
  event += R"(,"f":[{"w":"n"},{"x":"y"}]})";
  EXPECT_FALSE(Pattern::parse(pattern).matches(FlatEvent(event)));
}

TEST(MinifyJson, KeepsNumbersAsTheyAreSpelled) {
  EXPECT_EQ(minify_json(" { \"a\" : [ 1.50 , 1e400, {} ] , \"b\" : \"x y\" }\n"), R"({"a":[1.50,1e400,{}],"b":"x y"})");
  EXPECT_THROW(minify_json("{\"a\":01}"), JsonTextError);
}

}  // namespace
}  // namespace patterns
