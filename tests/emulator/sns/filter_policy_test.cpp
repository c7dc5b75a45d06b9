#include "emulator/sns/filter_policy.h"

#include <gtest/gtest.h>

#include "emulator/sns/errors.h"

namespace sns {
namespace filter_policy_test {

using base::Json;

struct Case {
  std::string name = {};
  std::string policy = {};
  bool passes = false;
};

// What the first table publishes.
Publication order() {
  return {.message = "{}",
          .attributes = {{"store", {"String", "example_corp"}},
                         {"price", {"Number", "210.75"}},
                         {"sports", {"String.Array", R"(["rugby","tennis",7,true,null])"}},
                         {"bytes", {"Binary", "AAEC"}}}};
}

class FilterOnAttributes : public ::testing::TestWithParam<Case> {};

TEST_P(FilterOnAttributes, LetsThroughWhatMatchesEveryKey) {
  const Json policy = Json::parse(GetParam().policy);
  ASSERT_NO_THROW(check_filter_policy(policy, "MessageAttributes"));
  EXPECT_EQ(passes_filter(policy, "MessageAttributes", order()), GetParam().passes);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, FilterOnAttributes,
    ::testing::Values(Case{"nothing_asked", "{}", true}, Case{"exact", R"({"store":["example_corp"]})", true},
                      Case{"exact_other", R"({"store":["Example_corp"]})", false},
                      Case{"one_of", R"({"store":["a","example_corp"]})", true},
                      Case{"every_key", R"({"store":["example_corp"],"price":[1]})", false},
                      Case{"absent_key", R"({"colour":["red"]})", false},
                      Case{"prefix", R"({"store":[{"prefix":"example"}]})", true},
                      Case{"prefix_other", R"({"store":[{"prefix":"corp"}]})", false},
                      Case{"suffix", R"({"store":[{"suffix":"corp"}]})", true},
                      Case{"ignoring_case", R"({"store":[{"equals-ignore-case":"EXAMPLE_Corp"}]})", true},
                      Case{"anything_but", R"({"store":[{"anything-but":["a","b"]}]})", true},
                      Case{"anything_but_this", R"({"store":[{"anything-but":"example_corp"}]})", false},
                      Case{"anything_but_prefix", R"({"store":[{"anything-but":{"prefix":"example"}}]})", false},
                      Case{"anything_but_needs_the_key", R"({"colour":[{"anything-but":["red"]}]})", false},
                      Case{"anything_but_number", R"({"price":[{"anything-but":[100,500]}]})", true},
                      Case{"exists", R"({"store":[{"exists":true}]})", true},
                      Case{"exists_not", R"({"colour":[{"exists":true}]})", false},
                      Case{"absent", R"({"colour":[{"exists":false}]})", true},
                      Case{"absent_but_there", R"({"store":[{"exists":false}]})", false},
                      Case{"number", R"({"price":[210.75]})", true},
                      Case{"number_equal", R"({"price":[{"numeric":["=",210.75]}]})", true},
                      Case{"number_in_range", R"({"price":[{"numeric":[">",100,"<=",210.75]}]})", true},
                      Case{"number_out_of_range", R"({"price":[{"numeric":[">",100,"<",210.75]}]})", false},
                      Case{"number_is_no_text", R"({"price":["210.75"]})", false},
                      Case{"text_is_no_number", R"({"store":[{"numeric":["=",1]}]})", false},
                      Case{"array_holds_one", R"({"sports":["golf","tennis"]})", true},
                      Case{"array_holds_none", R"({"sports":["golf"]})", false},
                      Case{"array_number", R"({"sports":[7]})", true}, Case{"array_true", R"({"sports":[true]})", true},
                      Case{"array_null", R"({"sports":[null]})", true},
                      Case{"bytes_are_not_seen", R"({"bytes":[{"exists":true}]})", false}),
    [](const auto& row) { return row.param.name; });

class FilterOnBody : public ::testing::TestWithParam<Case> {};

TEST_P(FilterOnBody, LooksIntoTheMessage) {
  const Json policy = Json::parse(GetParam().policy);
  ASSERT_NO_THROW(check_filter_policy(policy, "MessageBody"));
  const Publication publication{
      .message = R"({"store":"shop","order":{"lines":[{"sku":"a"},{"sku":"b"}],"total":5},"tags":["x","y"]})"};
  EXPECT_EQ(passes_filter(policy, "MessageBody", publication), GetParam().passes);
}

INSTANTIATE_TEST_SUITE_P(Rows, FilterOnBody,
                         ::testing::Values(Case{"top", R"({"store":["shop"]})", true},
                                           Case{"nested", R"({"order":{"total":[{"numeric":[">=",5]}]}})", true},
                                           Case{"nested_other", R"({"order":{"total":[6]}})", false},
                                           Case{"list_of_structures", R"({"order":{"lines":{"sku":["b"]}}})", true},
                                           Case{"list", R"({"tags":["y"]})", true},
                                           Case{"missing_branch", R"({"buyer":{"name":[{"exists":false}]}})", true},
                                           Case{"missing_branch_asked_for", R"({"buyer":{"name":["a"]}})", false}),
                         [](const auto& row) { return row.param.name; });

TEST(FilterPolicy, OnTheBodyLetsNothingThroughThatIsNoObject) {
  const Json policy = Json::parse(R"({"a":[{"exists":false}]})");
  for (const char* message : {"plain", "[]", "5"}) {
    EXPECT_FALSE(passes_filter(policy, "MessageBody", {.message = message})) << message;
  }
}

TEST(FilterPolicy, WithoutOneEverythingPasses) { EXPECT_TRUE(passes_filter({}, "MessageAttributes", order())); }

TEST(FilterPolicy, RefusesWhatItCannotEvaluate) {
  for (const char* policy :
       {"[]", R"({"a":"b"})", R"({"a":[]})", R"({"a":[["b"]]})", R"({"a":{"b":["c"]}})", R"({"a":[{"wildcard":"*"}]})",
        R"({"a":[{"cidr":"10.0.0.0/8"}]})", R"({"$or":[{"a":["b"]}]})", R"({"a":[{"prefix":1}]})",
        R"({"a":[{"exists":"yes"}]})", R"({"a":[{"numeric":["~",1]}]})", R"({"a":[{"numeric":[">"]}]})",
        R"({"a":[{"numeric":[">","1"]}]})", R"({"a":[{"anything-but":{"wildcard":"x"}}]})",
        R"({"a":[{"prefix":"x","suffix":"y"}]})", R"({"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]})"}) {
    EXPECT_THROW(check_filter_policy(Json::parse(policy), "MessageAttributes"), Fault) << policy;
  }
}

}  // namespace filter_policy_test
}  // namespace sns
