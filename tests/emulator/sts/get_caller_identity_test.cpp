#include <gtest/gtest.h>

#include "emulator/protocol/ask.h"
#include "emulator/sts/operations.h"

namespace sts {
namespace get_caller_identity_test {

struct Sts : ::testing::Test {
  iam::Access access{"123456789012", "eu-central-1"};
  protocol::QueryEndpoint endpoint{query_protocol_of(), access, kOperations};
};

TEST_F(Sts, TheAccountsOwnerIsItsRoot) {
  protocol::Call call{.account = "123456789012", .caller = "arn:aws:iam::123456789012:root"};
  const auto answer =
      protocol::ask(endpoint, protocol::request_for("POST", "/"), "Action=GetCallerIdentity&Version=2011-06-15", call);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(
      answer.body,
      "<?xml version=\"1.0\"?><GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
      "<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:root</Arn><UserId>123456789012</UserId><Account>"
      "123456789012</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata>"
      "</GetCallerIdentityResponse>");
}

TEST_F(Sts, WhoeverActsUnderARoleIsItsSession) {
  protocol::Call call = access.call_as("arn:aws:iam::123456789012:role/ingest-role", "ingest");
  const protocol::OpenDoor door;
  call.authorizer = &door;
  const std::string first =
      protocol::ask(endpoint, protocol::request_for("POST", "/"), "Action=GetCallerIdentity", call).body;
  EXPECT_NE(first.find("<Arn>arn:aws:sts::123456789012:assumed-role/ingest-role/ingest</Arn>"), std::string::npos)
      << first;
  EXPECT_NE(first.find("<UserId>AROA"), std::string::npos);
  EXPECT_NE(first.find(":ingest</UserId>"), std::string::npos);
}

TEST_F(Sts, RefusesWhatItDoesNotKnow) {
  EXPECT_NE(protocol::ask_query(endpoint, "Action=AssumeRole").body.find("<Code>InvalidAction</Code>"),
            std::string::npos);
  EXPECT_NE(protocol::ask_query(endpoint, "Action=GetCallerIdentity&X=1").body.find("<Code>ValidationError</Code>"),
            std::string::npos);
}

}  // namespace get_caller_identity_test
}  // namespace sts
