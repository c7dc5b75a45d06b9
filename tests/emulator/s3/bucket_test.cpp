#include "emulator/s3/bucket.h"

#include <fmt/format.h>

#include "tests/emulator/s3/service.h"

namespace s3 {
namespace {

TEST(S3BucketNames, FollowTheRules) {
  for (const char* good : {"abc", "my-bucket", "my.bucket.1", "0abc9", "ecommerce-pipeline-data"}) {
    EXPECT_TRUE(is_valid_bucket_name(good)) << good;
  }
  for (const char* bad : {"", "ab", "Abc", "a_b", "-abc", "abc-", "a..b", "192.168.5.4", "xn--abc", "abc-s3alias",
                          "sthree-abc", "abc.mrap", "abc--x-s3"}) {
    EXPECT_FALSE(is_valid_bucket_name(bad)) << bad;
  }
  EXPECT_TRUE(is_valid_bucket_name(std::string(63, 'a')));
  EXPECT_FALSE(is_valid_bucket_name(std::string(64, 'a')));
}

// E065, E066: `aws s3 mb` of both buckets.
TEST(CreateBucket, MakesABucketThatIsListedLocatedAndFound) {
  with_service([](Service& service) {
    const Answer made = service.put("/ecommerce-pipeline-archive", "");
    EXPECT_EQ(made.status, 200);
    EXPECT_EQ(made.header("location"), "/ecommerce-pipeline-archive");
    const xml::Element list = service.get("/").xml("ListAllMyBucketsResult");
    EXPECT_EQ(texts(*list.find("Buckets"), "Bucket", "Name"),
              (std::vector<std::string>{"data", "ecommerce-pipeline-archive"}));
    EXPECT_EQ(list.find("Buckets")->children[0].text_of("CreationDate"), "2023-11-14T22:13:20.000Z");
    EXPECT_EQ(service.head("/data").header("x-amz-bucket-region"), "us-east-1");
    EXPECT_EQ(service.get("/data?location").xml("LocationConstraint").text, "");
    EXPECT_EQ(service.head("/nothing-here").status, 404);
  });
}

TEST(CreateBucket, AnswersAsS3DoesWhereThereIsOneAlready) {
  with_service([](Service& service) {
    EXPECT_EQ(service.put("/data", "").status, 200);  // us-east-1
    const http::Headers other = {{"Authorization",
                                  "AWS4-HMAC-SHA256 Credential=111122223333/20231114/us-east-1/s3/aws4_request, "
                                  "SignedHeaders=host, Signature=" +
                                      std::string(64, '0')}};
    EXPECT_EQ(service.put("/data", "", other).code(), "BucketAlreadyExists");
    EXPECT_EQ(service.get("/data", other).code(), "AccessDenied");
    const std::string in_europe =
        "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint>"
        "</CreateBucketConfiguration>";
    EXPECT_EQ(service.put("/europe", in_europe).status, 200);
    EXPECT_EQ(service.put("/europe", in_europe).code(), "BucketAlreadyOwnedByYou");
    EXPECT_EQ(service.get("/europe?location").xml("LocationConstraint").text, "eu-west-1");
    EXPECT_EQ(service.put("/Bad_Name", "").code(), "InvalidBucketName");
  });
}

TEST(CreateBucket, RequestsSignedForAnotherRegionAreToldWhich) {
  with_service([](Service& service) {
    const http::Headers in_europe = {{"Authorization",
                                      "AWS4-HMAC-SHA256 Credential=test/20231114/eu-west-1/s3/aws4_request, "
                                      "SignedHeaders=host, Signature=" +
                                          std::string(64, '0')}};
    const Answer answer = service.get("/data", in_europe);
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.code(), "AuthorizationHeaderMalformed");
    EXPECT_EQ(answer.xml("Error").text_of("Region"), "us-east-1");
    EXPECT_EQ(answer.header("x-amz-bucket-region"), "us-east-1");
    EXPECT_EQ(service.put("/other", "", in_europe).code(), "IllegalLocationConstraintException");
  });
}

TEST(ListBuckets, ComesInPages) {
  with_service([](Service& service) {
    for (const char* name : {"/aaa", "/bbb", "/ccc"}) service.put(name, "");
    const xml::Element first = service.get("/?max-buckets=2").xml("ListAllMyBucketsResult");
    EXPECT_EQ(texts(*first.find("Buckets"), "Bucket", "Name"), (std::vector<std::string>{"aaa", "bbb"}));
    const xml::Element rest =
        service.get("/?continuation-token=" + first.text_of("ContinuationToken")).xml("ListAllMyBucketsResult");
    EXPECT_EQ(texts(*rest.find("Buckets"), "Bucket", "Name"), (std::vector<std::string>{"ccc", "data"}));
    EXPECT_EQ(texts(*service.get("/?prefix=b").xml("ListAllMyBucketsResult").find("Buckets"), "Bucket", "Name"),
              (std::vector<std::string>{"bbb"}));
  });
}

TEST(DeleteBucket, WantsItEmptyAndTakesUploadsAlong) {
  with_service([](Service& service) {
    service.put("/data/key", "x");
    EXPECT_EQ(service.remove("/data").code(), "BucketNotEmpty");
    service.remove("/data/key");
    const std::string upload =
        service.post("/data/big?uploads").xml("InitiateMultipartUploadResult").text_of("UploadId");
    service.put("/data/big?partNumber=1&uploadId=" + upload, bytes_of_size(100'000));
    EXPECT_EQ(service.remove("/data").status, 204);
    EXPECT_EQ(service.remove("/data").code(), "NoSuchBucket");
    EXPECT_EQ(service.store.count(service.store.space("s3/part"), ""), 0u);
    EXPECT_EQ(service.store.count(service.store.space("s3/upload"), ""), 0u);
  });
}

TEST(Buckets, AreThereAgainWhenTheServiceStartsAnew) {
  with_service([](Service& service) {
    service.put("/data?tagging", "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>");
    service.buckets.ensure(
        {.name = "data",
         .account = "000000000000",
         .region = "us-east-1",
         .notifications = {{.event = "s3:ObjectCreated:*", .target_arn = "arn:aws:sqs:us-east-1:0:q"}},
         .lifecycle = {{.prefix = "tmp/", .expiration_days = 3}},
         .public_access_block = PublicAccessBlock{.block_public_acls = true},
         .tags = {{"a", "b"}}});
    Buckets again(service.loop, service.store, service.deliveries);
    EXPECT_EQ(again.get("data"), service.buckets.get("data"));
    EXPECT_EQ(again.get("data").lifecycle.at(0).id, "rule-1");
  });
}

TEST(Buckets, EnsureChangesWhatIsThereAndRefusesWhatS3Would) {
  with_service([](Service& service) {
    const BucketDescription description{.name = "made", .account = "000000000000", .region = "us-east-1"};
    service.buckets.ensure(description);
    const Bucket before = service.buckets.get("made");
    service.buckets.ensure(description);
    EXPECT_EQ(service.buckets.get("made"), before);
    BucketDescription stranger = description;
    stranger.account = "111122223333";
    EXPECT_THROW(service.buckets.ensure(stranger), protocol::Fault);
    BucketDescription wrong = description;
    wrong.notifications = {{.event = "s3:NoSuchThing", .target_arn = "arn:aws:sqs:us-east-1:0:q"}};
    EXPECT_THROW(service.buckets.ensure(wrong), protocol::Fault);
  });
}

// E115
TEST(BucketSettings, EncryptionIsAes256AndCannotBeAnythingElse) {
  with_service([](Service& service) {
    const xml::Element shown = service.get("/data?encryption").xml("ServerSideEncryptionConfiguration");
    EXPECT_EQ(shown.children.at(0).find("ApplyServerSideEncryptionByDefault")->text_of("SSEAlgorithm"), "AES256");
    const auto with = [](std::string_view algorithm) {
      return fmt::format(
          "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>{}"
          "</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
          algorithm);
    };
    EXPECT_EQ(service.put("/data?encryption", with("AES256")).status, 200);
    EXPECT_EQ(service.put("/data?encryption", with("aws:kms")).code(), "NotImplemented");
    EXPECT_EQ(service.remove("/data?encryption").status, 204);
  });
}

TEST(BucketSettings, VersioningMayBeSuspendedAndNotEnabled) {
  with_service([](Service& service) {
    const auto with = [](std::string_view status) {
      return fmt::format("<VersioningConfiguration><Status>{}</Status></VersioningConfiguration>", status);
    };
    EXPECT_EQ(service.get("/data?versioning").xml("VersioningConfiguration").text_of("Status"), "");
    EXPECT_EQ(service.put("/data?versioning", with("Enabled")).code(), "NotImplemented");
    EXPECT_EQ(service.put("/data?versioning", with("Suspended")).status, 200);
    EXPECT_EQ(service.get("/data?versioning").xml("VersioningConfiguration").text_of("Status"), "Suspended");
    EXPECT_EQ(service.put("/data?versioning", "<VersioningConfiguration>").code(), "MalformedXML");
    EXPECT_EQ(service.get("/data/k?versionId=abc").code(), "InvalidArgument");
  });
}

TEST(BucketSettings, PublicAccessBlockComesAndGoes) {
  with_service([](Service& service) {
    EXPECT_EQ(service.get("/data?publicAccessBlock").code(), "NoSuchPublicAccessBlockConfiguration");
    EXPECT_EQ(service
                  .put("/data?publicAccessBlock",
                       "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>"
                       "<RestrictPublicBuckets>TRUE</RestrictPublicBuckets></PublicAccessBlockConfiguration>")
                  .status,
              200);
    const xml::Element shown = service.get("/data?publicAccessBlock").xml("PublicAccessBlockConfiguration");
    EXPECT_EQ(shown.text_of("BlockPublicAcls"), "true");
    EXPECT_EQ(shown.text_of("IgnorePublicAcls"), "false");
    EXPECT_EQ(shown.text_of("RestrictPublicBuckets"), "true");
    EXPECT_EQ(service.remove("/data?publicAccessBlock").status, 204);
    EXPECT_EQ(service.get("/data?publicAccessBlock").status, 404);
  });
}

TEST(BucketSettings, TagsComeAndGo) {
  with_service([](Service& service) {
    EXPECT_EQ(service.get("/data?tagging").code(), "NoSuchTagSet");
    const std::string tags =
        "<Tagging><TagSet><Tag><Key>team</Key><Value>orders &amp; more</Value></Tag></TagSet></Tagging>";
    EXPECT_EQ(service.put("/data?tagging", tags).status, 204);
    EXPECT_EQ(texts(*service.get("/data?tagging").xml("Tagging").find("TagSet"), "Tag", "Value"),
              (std::vector<std::string>{"orders & more"}));
    EXPECT_EQ(
        service
            .put("/data?tagging",
                 "<Tagging><TagSet><Tag><Key>a</Key><Value/></Tag><Tag><Key>a</Key><Value/></Tag></TagSet></Tagging>")
            .code(),
        "InvalidTag");
    EXPECT_EQ(service.remove("/data?tagging").status, 204);
    EXPECT_EQ(service.get("/data?tagging").code(), "NoSuchTagSet");
  });
}

TEST(BucketSettings, AclIsTheOwnersAndThereIsNoPolicy) {
  with_service([](Service& service) {
    service.put("/data/key", "x");
    for (const char* target : {"/data?acl", "/data/key?acl"}) {
      const xml::Element acl = service.get(target).xml("AccessControlPolicy");
      const xml::Element& grant = acl.find("AccessControlList")->children.at(0);
      EXPECT_EQ(grant.text_of("Permission"), "FULL_CONTROL");
      EXPECT_EQ(grant.find("Grantee")->text_of("ID"), canonical_user_id("000000000000"));
    }
    EXPECT_EQ(service.get("/data/none?acl").code(), "NoSuchKey");
    EXPECT_EQ(service.get("/data?policy").code(), "NoSuchBucketPolicy");
  });
}

}  // namespace
}  // namespace s3
