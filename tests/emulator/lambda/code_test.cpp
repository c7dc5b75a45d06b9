#include "emulator/lambda/code.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/digest.h"
#include "base/text.h"
#include "emulator/lambda/function.h"
#include "emulator/lambda/zip.h"
#include "emulator/protocol/fault.h"
#include "emulator/store/temporary_directory.h"

namespace lambda_service {
namespace {

namespace fs = std::filesystem;

TEST(UnpackCode, LaysThePackageOutWithItsExecutableBits) {
  const store::TemporaryDirectory directory;
  const std::string zip = make_zip({{"bootstrap", "#!", 0755}, {"lib/data.txt", "x"}});
  const Code code = unpack_code(zip, directory.path());
  EXPECT_EQ(code.sha256, base::to_base64(base::sha256(zip)));
  EXPECT_EQ(code.size, zip.size());
  EXPECT_EQ(fs::status(code.directory + "/bootstrap").permissions(), fs::perms(0755));
  EXPECT_EQ(fs::status(code.directory + "/lib/data.txt").permissions(), fs::perms(0644));
  EXPECT_EQ(unpack_code(zip, directory.path()).directory, code.directory);
}

TEST(UnpackCode, RefusesWhatIsNoPackageOrLeadsOutOfIt) {
  const store::TemporaryDirectory directory;
  const std::string parent = directory / "code";
  for (const auto& [zip, why] : std::vector<std::pair<std::string, std::string>>{
           {"not a zip", "Not a zip archive"},
           {make_zip({{"../evil", "x"}}), "an entry leads out of the package: ../evil"},
           {make_zip({{"a/../../evil", "x"}}), "an entry leads out of the package: a/../../evil"},
           {make_zip({{"/evil", "x"}}), "an entry leads out of the package: /evil"},
           {make_zip({{"../evil/", ""}}), "an entry leads out of the package: ../evil/"}}) {
    try {
      unpack_code(zip, parent);
      ADD_FAILURE() << why;
    } catch (const protocol::Fault& fault) {
      EXPECT_EQ(fault.code, "InvalidParameterValueException");
      EXPECT_EQ(fault.message,
                "Could not unzip uploaded file. Please check your file, then try to upload again. (" + why + ")");
    }
  }
  EXPECT_FALSE(fs::exists(directory / "evil"));
}

struct NameCase {
  const char* text = "";
  const char* name = "";  // empty: refused
  const char* qualifier = "";
};

class ParseFunctionName : public testing::TestWithParam<NameCase> {};

TEST_P(ParseFunctionName, ReadsWhatCallersMayWrite) {
  const auto parsed = parse_function_name(GetParam().text);
  ASSERT_EQ(parsed.has_value(), *GetParam().name != '\0') << GetParam().text;
  if (!parsed) return;
  EXPECT_EQ(parsed->name, GetParam().name);
  EXPECT_EQ(parsed->qualifier, GetParam().qualifier);
}

INSTANTIATE_TEST_SUITE_P(
    Names, ParseFunctionName,
    testing::Values(NameCase{"f", "f", ""}, NameCase{"my-func_2", "my-func_2", ""},
                    NameCase{"f:$LATEST", "f", "$LATEST"}, NameCase{"f:prod", "f", "prod"},
                    NameCase{"000000000000:function:f", "f", ""}, NameCase{"000000000000:function:f:1", "f", "1"},
                    NameCase{"arn:aws:lambda:us-east-1:000000000000:function:f", "f", ""},
                    NameCase{"arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST", "f", "$LATEST"},
                    NameCase{"arn:aws:sqs:us-east-1:000000000000:function:f", "", ""},
                    NameCase{"arn:aws:lambda:us-east-1:000000000000:layer:f", "", ""},
                    NameCase{"arn:aws:lambda:us-east-1:000000000000:function", "", ""}, NameCase{"", "", ""},
                    NameCase{"a b", "", ""}, NameCase{"a/b", "", ""}, NameCase{"a:b:c", "", ""},
                    NameCase{"arn:aws:lambda:us-east-1:000000000000:function:f:1:2", "", ""},
                    NameCase{"12345678901234567890123456789012345678901234567890123456789012345", "", ""}));

}  // namespace
}  // namespace lambda_service
