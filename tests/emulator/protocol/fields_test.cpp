#include "emulator/protocol/fields.h"

#include <gtest/gtest.h>

namespace protocol {
namespace fields_test {

using base::Json;

constexpr FieldFaults kFaults{.missing = [](std::string_view path) { return Fault("Missing", 400, std::string(path)); },
                              .wrong_kind =
                                  [](std::string_view path, std::string_view wanted, const Json&) {
                                    return Fault("WrongKind", 400, std::string(path) + " is no " + std::string(wanted));
                                  }};

// "" where nothing was thrown, else "code: message".
std::string fault_of(const std::function<void()>& body) {
  try {
    body();
  } catch (const Fault& fault) {
    return fault.code + ": " + fault.message;
  }
  return {};
}

TEST(Fields, MissingRequiredFieldIsTheServicesFaultWithItsWholePath) {
  const Json json = Json::parse(R"({"Entries":[{"Id":"a"},{"Id":"b","Detail":{}}],"Empty":null})");
  const Fields fields(json, kFaults);
  EXPECT_EQ(fault_of([&] { fields.string("Name"); }), "Missing: Name");
  EXPECT_EQ(fault_of([&] { fields.string("Empty"); }), "Missing: Empty");
  EXPECT_EQ(
      fault_of([&] { fields.each("Entries", [](const Fields& entry) { entry.fields("Detail").string("Type"); }); }),
      "Missing: Entries[0].Detail");
}

TEST(Fields, FieldOfTheWrongKindIsRefused) {
  const Json json = Json::parse(R"({"text":"5","number":5,"double":1.5,"list":["a",1],"flag":"yes","object":{"k":1}})");
  const Fields fields(json, kFaults);
  EXPECT_EQ(fault_of([&] { fields.integer("text"); }), "WrongKind: text is no integer");
  EXPECT_EQ(fault_of([&] { fields.integer("double"); }), "WrongKind: double is no integer");
  EXPECT_EQ(fault_of([&] { fields.string("number"); }), "WrongKind: number is no string");
  EXPECT_EQ(fault_of([&] { fields.strings("list"); }), "WrongKind: list[1] is no string");
  EXPECT_EQ(fault_of([&] { fields.strings("object"); }), "WrongKind: object is no list");
  EXPECT_EQ(fault_of([&] { fields.number("text"); }), "WrongKind: text is no number");
  EXPECT_EQ(fields.number("double") + fields.number("number"), 6.5);
  EXPECT_EQ(fault_of([&] { fields.numbers("list"); }), "WrongKind: list[0] is no number");
  EXPECT_EQ(fault_of([&] { fields.string_map("object"); }), "WrongKind: object.k is no string");
  EXPECT_EQ(fault_of([&] { fields.boolean_or("flag", true); }), "WrongKind: flag is no boolean");
  EXPECT_EQ(fault_of([&] { fields.fields("list"); }), "WrongKind: list is no structure");
}

TEST(Fields, NumbersAndBooleansAreReadFromTextOnlyWhereTheProtocolHasNothingElse) {
  const Json json = Json::parse(R"({"number":"-12","flag":"TRUE","bad":"1x","doubles":["1e3","-0.5"],"none":"nan"})");
  const Fields fields(json, kFaults, Fields::Text::kAccepted);
  EXPECT_EQ(fields.integer("number"), -12);
  EXPECT_EQ(fields.numbers("doubles"), (std::vector<double>{1000, -0.5}));
  EXPECT_EQ(fault_of([&] { fields.number("bad"); }), "WrongKind: bad is no number");
  EXPECT_EQ(fault_of([&] { fields.number("none"); }), "WrongKind: none is no number");
  EXPECT_TRUE(fields.boolean_or("flag", false));
  EXPECT_EQ(fault_of([&] { fields.integer("bad"); }), "WrongKind: bad is no integer");
  // What lies in a list or structure goes by the same rule.
  const Json nested = Json::parse(R"({"Entries":[{"DelaySeconds":"3"}]})");
  std::int64_t seen = 0;
  Fields(nested, kFaults, Fields::Text::kAccepted).each("Entries", [&](const Fields& entry) {
    seen = entry.integer("DelaySeconds");
  });
  EXPECT_EQ(seen, 3);
}

TEST(Fields, UnknownFieldsAreNamed) {
  const Json json = Json::parse(R"({"QueueUrl":"u","MessageGroupId":"g"})");
  EXPECT_EQ(Fields(json, kFaults).unknown({"QueueUrl"}), std::vector<std::string>{"MessageGroupId"});
  EXPECT_TRUE(Fields(json, kFaults).unknown({"QueueUrl", "MessageGroupId"}).empty());
}

}  // namespace fields_test
}  // namespace protocol
