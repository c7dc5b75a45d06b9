#include "emulator/iam/access.h"

#include <gtest/gtest.h>

#include "aws/sigv4.h"
#include "base/digest.h"
#include "base/text.h"
#include "emulator/protocol/ask.h"

namespace iam {
namespace access_test {

constexpr const char* kRole = "arn:aws:iam::123456789012:role/path/ingest-role";
const std::string kSecrets(kSecretCharacters, 'k');
const base::TimePoint kNow = base::from_epoch_millis(1'763'697'600'000);

struct Iam : ::testing::Test {
  Access access{"000000000000", "us-east-1"};
  std::string body = R"({"QueueUrl":"x"})";

  // A request as a client with these keys signs it.
  http::Request signed_request(const Credentials& keys, const std::string& region = "eu-central-1",
                               const std::string& service = "sqs") const {
    aws::sigv4::Request made{.method = "POST",
                             .path = "/",
                             .headers = {{"Host", "127.0.0.1:4566"}, {"X-Amz-Target", "AmazonSQS.SendMessage"}},
                             .payload_hash = base::to_hex(base::sha256(body))};
    aws::sigv4::sign(made, {keys.access_key, keys.secret_key, keys.session_token}, region, service, kNow);
    http::Request request = protocol::request_for("POST", "/");
    for (const auto& [name, value] : made.headers) request.headers.add(name, value);
    return request;
  }

  protocol::Call identify(const http::Request& request, std::optional<std::string_view> whole_body) const {
    protocol::Call call;
    access.identify(request, whole_body, call);
    return call;
  }
  std::string fault_of(const http::Request& request, std::optional<std::string_view> whole_body) const {
    try {
      identify(request, whole_body);
    } catch (const protocol::Fault& fault) {
      return fault.code;
    }
    return {};
  }
  std::string denial(const protocol::Call& call, std::string_view action,
                     const std::vector<std::string>& resources) const {
    try {
      access.require(call, action, resources);
    } catch (const protocol::Fault& fault) {
      return fault.message;
    }
    return {};
  }
};

TEST_F(Iam, RightSignatureUnderARoleIsItsSession) {
  const Credentials keys = access.assume(kRole, "ingest", kSecrets);
  const protocol::Call call = identify(signed_request(keys), body);
  EXPECT_EQ(call.principal, kRole);
  EXPECT_EQ(call.caller, "arn:aws:sts::123456789012:assumed-role/ingest-role/ingest");
  EXPECT_EQ(call.account, "123456789012");
  EXPECT_EQ(call.region, "eu-central-1") << "the region that the request is signed for";
  EXPECT_EQ(call.access_key, keys.access_key);
}

TEST_F(Iam, WrongSignatureIsRefused) {
  const Credentials keys = access.assume(kRole, "ingest", kSecrets);
  Credentials wrong = keys;
  wrong.secret_key.back() = 'x';
  EXPECT_EQ(fault_of(signed_request(wrong), body), "SignatureDoesNotMatch");
  EXPECT_EQ(fault_of(signed_request(keys), "another body"), "SignatureDoesNotMatch");
  http::Request changed = signed_request(keys);
  changed.headers.set("X-Amz-Target", "AmazonSQS.DeleteQueue");
  EXPECT_EQ(fault_of(changed, body), "SignatureDoesNotMatch");
  Credentials other_token = keys;
  other_token.session_token = "stolen";
  EXPECT_EQ(fault_of(signed_request(other_token), body), "UnrecognizedClientException");
}

TEST_F(Iam, HashThatIsSentMustBeTheBodys) {
  const Credentials keys = access.assume(kRole, "ingest", kSecrets);
  // For S3 the hash is a header, so that a body may be streamed; where it was read, both are compared.
  const http::Request request = signed_request(keys, "us-east-1", "s3");
  EXPECT_EQ(fault_of(request, std::nullopt), "");
  EXPECT_EQ(fault_of(request, body), "");
  EXPECT_EQ(fault_of(request, "another body"), "SignatureDoesNotMatch");
}

TEST_F(Iam, ForgottenKeysAndUnknownOnesAreTheOwners) {
  const Credentials keys = access.assume(kRole, "ingest", kSecrets);
  access.forget(keys.access_key);
  const Credentials unknown{.access_key = "AKIDEXAMPLE", .secret_key = "whatever"};
  for (const Credentials& each : {keys, unknown}) {
    const protocol::Call call = identify(signed_request(each), body);
    EXPECT_EQ(call.principal, "");
    EXPECT_EQ(call.account, "000000000000");
    EXPECT_EQ(call.caller, "arn:aws:iam::000000000000:root");
    EXPECT_EQ(denial(call, "s3:DeleteBucket", {"*"}), "");
  }
  EXPECT_EQ(identify(protocol::request_for("GET", "/"), "").region, "us-east-1") << "unsigned";
}

TEST_F(Iam, KeyOfTwelveDigitsNamesItsAccount) {
  EXPECT_EQ(identify(signed_request({.access_key = "111122223333", .secret_key = "x"}), body).account, "111122223333");
}

TEST_F(Iam, HeaderThatIsNoWholeSignatureIsRefused) {
  EXPECT_EQ(fault_of(protocol::request_for("GET", "/", {{"Authorization", "AWS4-HMAC-SHA256 Credential=x"}}), ""),
            "IncompleteSignatureException");
}

TEST_F(Iam, RoleMayDoWhatItsPolicyAllowsAndTheDenialNamesWhatIsMissing) {
  access.set_role(kRole,
                  {{.actions = {"sqs:SendMessage"}, .resources = {"arn:aws:sqs:*:*:orders"}},
                   {.effect = Statement::Effect::kDeny, .id = "Never", .actions = {"s3:*"}, .resources = {"*"}}});
  const protocol::Call call = access.call_as(kRole, "ingest");
  EXPECT_EQ(denial(call, "sqs:SendMessage", {"arn:aws:sqs:us-east-1:123456789012:orders"}), "");
  EXPECT_EQ(denial(call, "sqs:SendMessage",
                   {"arn:aws:sqs:us-east-1:123456789012:orders", "arn:aws:sqs:us-east-1:123456789012:other"}),
            "User: arn:aws:sts::123456789012:assumed-role/ingest-role/ingest is not authorized to perform: "
            "sqs:SendMessage on "
            "resource: arn:aws:sqs:us-east-1:123456789012:other because no identity-based policy allows the "
            "sqs:SendMessage action");
  EXPECT_NE(denial(call, "s3:GetObject", {"arn:aws:s3:::raw/a"})
                .find("explicit deny in an identity-based policy (statement Never)"),
            std::string::npos);
  EXPECT_EQ(denial(access.call_as("arn:aws:iam::123456789012:role/undescribed", "x"), "s3:GetObject", {"*"}), "");
}

}  // namespace access_test
}  // namespace iam
