#include "aws/sigv4.h"
#include "base/digest.h"
#include "base/text.h"
#include "tests/emulator/s3/service.h"

// What IAM is asked, and what a signature covers.

namespace s3 {
namespace {

constexpr char kRole[] = "arn:aws:iam::000000000000:role/stage";

class Caller {
 public:
  Caller(Service& service, std::vector<iam::Statement> policy) : service_(service) {
    service.access.set_role(kRole, std::move(policy));
    keys_ = service.access.assume(kRole, "session", service.loop.world().alphanumeric(iam::kSecretCharacters));
  }
  Answer ask(Ask asked, const std::string& signed_body) {
    aws::sigv4::Request request{.method = asked.method, .payload_hash = base::to_hex(base::sha256(signed_body))};
    request.path = asked.target.substr(0, asked.target.find('?'));
    if (request.path.size() < asked.target.size()) request.query = asked.target.substr(request.path.size() + 1);
    request.headers = asked.headers.all();
    request.headers.emplace_back("Host", asked.host);
    aws::sigv4::sign(request, {keys_.access_key, keys_.secret_key, keys_.session_token}, "us-east-1", "s3",
                     service_.loop.now());
    for (const auto& [name, value] : request.headers) {
      if (name != "Host") asked.headers.set(name, value);
    }
    return service_.ask(asked);
  }
  Answer ask(const Ask& asked) { return ask(asked, asked.body); }

 private:
  Service& service_;
  iam::Credentials keys_ = {};
};

iam::Statement allow(std::vector<std::string> actions, std::vector<std::string> resources) {
  return {.actions = std::move(actions), .resources = std::move(resources)};
}

TEST(S3Access, IsAskedForEachObject) {
  with_service([](Service& service) {
    service.put("/data/in/a", "x");
    service.put("/data/out/a", "x");
    Caller caller(service, {allow({"s3:GetObject"}, {"arn:aws:s3:::data/in/*"}),
                            allow({"s3:PutObject", "s3:DeleteObject"}, {"arn:aws:s3:::data/tmp/*"}),
                            allow({"s3:ListBucket"}, {"arn:aws:s3:::data"})});
    EXPECT_EQ(caller.ask({"GET", "/data/in/a"}).status, 200);
    EXPECT_EQ(caller.ask({"HEAD", "/data/in/a"}).status, 200);
    const Answer denied = caller.ask({"GET", "/data/out/a"});
    EXPECT_EQ(denied.status, 403);
    EXPECT_EQ(denied.code(), "AccessDenied");
    EXPECT_NE(denied.body.find("is not authorized to perform: s3:GetObject on resource: "), std::string::npos);
    EXPECT_EQ(caller.ask({"PUT", "/data/tmp/b", {}, "x"}).status, 200);
    EXPECT_EQ(caller.ask({"PUT", "/data/in/b", {}, "x"}).code(), "AccessDenied");
    EXPECT_EQ(caller.ask({"PUT", "/data/tmp/c", {{"x-amz-copy-source", "data/in/a"}}}).status, 200);
    EXPECT_EQ(caller.ask({"PUT", "/data/tmp/c", {{"x-amz-copy-source", "data/out/a"}}}).code(), "AccessDenied");
    EXPECT_EQ(caller.ask({"GET", "/data?list-type=2"}).status, 200);
    EXPECT_EQ(caller.ask({"DELETE", "/data"}).code(), "AccessDenied");
    EXPECT_EQ(caller.ask({"GET", "/"}).code(), "AccessDenied");
    const std::string document = "<Delete><Object><Key>tmp/b</Key></Object><Object><Key>in/a</Key></Object></Delete>";
    const xml::Element result =
        caller.ask({"POST", "/data?delete", {{"Content-MD5", base::to_base64(base::md5(document))}}, document})
            .xml("DeleteResult");
    EXPECT_EQ(texts(result, "Deleted", "Key"), (std::vector<std::string>{"tmp/b"}));
    EXPECT_EQ(texts(result, "Error", "Code"), (std::vector<std::string>{"AccessDenied"}));
  });
}

TEST(S3Access, WhoMayNotListIsNotToldThatAKeyIsMissing) {
  with_service([](Service& service) {
    Caller caller(service, {allow({"s3:GetObject"}, {"arn:aws:s3:::data/*"})});
    const Answer answer = caller.ask({"GET", "/data/none"});
    EXPECT_EQ(answer.status, 403);
    EXPECT_NE(answer.body.find("s3:ListBucket"), std::string::npos);
  });
}

TEST(S3Access, AStreamedBodyMustBeTheOneThatWasSigned) {
  with_service([](Service& service) {
    Caller caller(service, {allow({"s3:*"}, {"*"})});
    EXPECT_EQ(caller.ask({"PUT", "/data/key", {}, "text"}).status, 200);
    EXPECT_EQ(caller.ask({"PUT", "/data/key", {}, "text"}, "other").code(), "XAmzContentSHA256Mismatch");
    EXPECT_EQ(service.get("/data/key").body, "text");
  });
}

TEST(S3Access, PresignedUrlsEndWhenTheySaySo) {
  loop::on_loop([](loop::Loop& loop) {
    Service service(loop);
    service.put("/data", "");
    service.put("/data/key", "x");
    aws::sigv4::Request request{.method = "GET", .path = "/data/key", .headers = {{"Host", "localhost:4566"}}};
    const auto url = [&](base::TimePoint at) {
      return "/data/key?" +
             aws::sigv4::presign(request, {"test", "test", ""}, "us-east-1", "s3", at, std::chrono::seconds(60));
    };
    EXPECT_EQ(service.get(url(loop.now())).status, 200);
    const Answer late = service.get(url(loop.now() - std::chrono::minutes(2)));
    EXPECT_EQ(late.status, 403);
    EXPECT_EQ(late.xml("Error").text_of("Message"), "Request has expired");
  });
}

TEST(S3Access, HeadersInAPresignedQueryCount) {
  with_service([](Service& service) {
    EXPECT_EQ(service.put("/data/key?x-amz-meta-from=url&x-amz-checksum-crc32=DUoRhQ%3D%3D", "hello world").status,
              200);
    EXPECT_EQ(service.head("/data/key").header("x-amz-meta-from"), "url");
    EXPECT_EQ(service.put("/data/key?x-amz-checksum-crc32=AAAAAA%3D%3D", "hello world").code(), "BadDigest");
    EXPECT_EQ(service.put("/data/key?x-amz-acl=public-read", "x").code(), "AccessControlListNotSupported");
  });
}

// V085: what a bucket's policy denies, whoever asks.
TEST(S3Access, ABucketsPolicyTakesAwayWhatRolesAllow) {
  with_service([](Service& service) {
    Caller caller(service, {allow({"s3:*"}, {"*"})});
    const std::string policy =
        R"({"Version":"2012-10-17","Statement":[{"Sid":"E","Effect":"Deny","Principal":"*","Action":"s3:PutObject",)"
        R"("Resource":"arn:aws:s3:::data/*","Condition":{"StringNotEquals":{"s3:x-amz-server-side-encryption":"AES256"}}},)"
        R"({"Effect":"Deny","Principal":"*","Action":["s3:GetObject","s3:DeleteObject"],"Resource":"arn:aws:s3:::data/kept/*"}]})";
    EXPECT_EQ(service.get("/data?policy").code(), "NoSuchBucketPolicy");
    EXPECT_EQ(caller.ask({"PUT", "/data?policy", {}, policy}).status, 204);
    EXPECT_EQ(service.get("/data?policy").body, policy);
    const http::Headers encrypted = {{"x-amz-server-side-encryption", "AES256"}};
    for (const char* key : {"/data/a", "/data/kept/a"}) {
      EXPECT_EQ(caller.ask({"PUT", key, {}, "x"}).code(), "AccessDenied");
      EXPECT_EQ(service.put(key, "x").code(), "AccessDenied") << "the owner, too";
      EXPECT_EQ(caller.ask({"PUT", key, encrypted, "x"}).status, 200);
    }
    EXPECT_EQ(caller.ask({"GET", "/data/a"}).status, 200);
    EXPECT_EQ(caller.ask({"GET", "/data/kept/a"}).code(), "AccessDenied");
    EXPECT_EQ(service.put("/data/b", "", {{"x-amz-copy-source", "data/kept/a"}, encrypted.all()[0]}).code(),
              "AccessDenied");
    EXPECT_EQ(service.post("/data/parts?uploads").code(), "AccessDenied");
    const std::string upload =
        service.post("/data/parts?uploads", "", encrypted).xml("InitiateMultipartUploadResult").text_of("UploadId");
    EXPECT_EQ(service.put("/data/parts?partNumber=1&uploadId=" + upload, "x").status, 200) << "as it was begun";
    const std::string document = "<Delete><Object><Key>kept/a</Key></Object></Delete>";
    const Answer deleted =
        service.post("/data?delete", document, {{"Content-MD5", base::to_base64(base::md5(document))}});
    EXPECT_NE(deleted.body.find("<Code>AccessDenied</Code>"), std::string::npos) << deleted.body;
    EXPECT_EQ(service.remove("/data?policy").status, 204);
    EXPECT_EQ(service.put("/data/a", "x").status, 200);
  });
}

TEST(S3Access, ABucketsPolicyThatCannotBeIsRefusedAndItsOwnerGetsItBack) {
  with_service([](Service& service) {
    EXPECT_EQ(service.put("/data?policy", "{").code(), "MalformedPolicy");
    EXPECT_EQ(service.put("/data?policy", "{}").code(), "MalformedPolicy");
    const auto statement = [](const char* effect) {
      return fmt::format(R"({{"Statement":[{{"Effect":"{}","Principal":"*","Action":"s3:*",)"
                         R"("Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"]}}]}})",
                         effect);
    };
    Caller caller(service, {allow({"s3:*"}, {"*"})});
    EXPECT_EQ(service.put("/data?policy", statement("Deny")).status, 204);
    EXPECT_EQ(service.get("/data?list-type=2").code(), "AccessDenied");
    EXPECT_EQ(caller.ask({"DELETE", "/data?policy"}).code(), "AccessDenied");
    EXPECT_EQ(service.remove("/data?policy").status, 204);
    service.put(
        "/data?publicAccessBlock",
        "<PublicAccessBlockConfiguration><BlockPublicPolicy>true</BlockPublicPolicy></PublicAccessBlockConfiguration>");
    EXPECT_EQ(service.put("/data?policy", statement("Allow")).code(), "AccessDenied");
    EXPECT_EQ(service.put("/data?policy", statement("Deny")).status, 204);
  });
}

}  // namespace
}  // namespace s3
