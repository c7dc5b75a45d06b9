// The section "Vendor events" of infra/template.yaml: names, keys and permissions that its requirement promises.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "infra/template_facts.h"

namespace cfn {
namespace {

using namespace template_facts;

const Table& table(const std::string& name) {
  const auto found = std::ranges::find(stack().tables, name, &Table::name);
  if (found == stack().tables.end()) throw std::runtime_error("no table " + name);
  return *found;
}

const std::string kVendorBucket = "arn:aws:s3:::vendor-events-bucket";

// V065 V071
TEST(VendorEventsTemplate, IngestRecordsHaveTheirKeyAndTheirTwoIndexes) {
  const Table& records = table("IngestRecords");
  EXPECT_EQ(records.key.hash + "," + records.key.range, "vendorId,externalEventId");
  EXPECT_TRUE(records.origin.retain);
  std::map<std::string, std::string> indexes;
  for (const Index& index : records.indexes) {
    indexes[index.name] = index.key.hash + "," + index.key.range;
    EXPECT_TRUE(index.global);
  }
  EXPECT_EQ(indexes, (std::map<std::string, std::string>{{"ByReceivedAt", "vendorId,receivedAt"},
                                                         {"Unfinished", "unfinished,receivedAt"}}));
}

// V010
TEST(VendorEventsTemplate, VendorsReachIngestAndApiByTheirRoutes) {
  ASSERT_FALSE(stack().http_apis.empty());
  std::set<std::string> routes;
  for (const HttpApiRoute& route : stack().http_apis[0].routes) routes.insert(route.key);
  EXPECT_EQ(routes, (std::set<std::string>{"POST /v1/vendors/{vendorId}/events", "GET /v1/vendors/{vendorId}/events",
                                           "GET /v1/vendors/{vendorId}/events/{externalEventId}", "GET /v1/kpis/orders",
                                           "GET /v1/kpis/categories"}));
  for (const HttpApiIntegration& integration : stack().http_apis[0].integrations)
    EXPECT_EQ(integration.payload_format, "2.0");
}

// V031 V049 V074: raw payloads are written by ingest alone, and nobody may delete any.
TEST(VendorEventsTemplate, NobodyMayDeleteARawPayloadAndOnlyIngestWritesThem) {
  for (const Role& role : stack().roles) {
    for (const Statement* statement : statements(role)) {
      const bool of_the_bucket = std::ranges::any_of(
          statement->resources, [](const std::string& resource) { return resource.starts_with(kVendorBucket); });
      if (!of_the_bucket) continue;
      for (const std::string& action : statement->actions)
        EXPECT_FALSE(action.starts_with("s3:Delete")) << role.name << " " << action;
      if (may(role, "s3:PutObject", kVendorBucket + "/raw/*")) {
        EXPECT_EQ(role.arn, function("ingest").role_arn);
      }
    }
  }
  EXPECT_TRUE(may(role_of(function("ingest").role_arn), "s3:PutObject", kVendorBucket + "/raw/*"));
}

// V036 V082 V083: among them is no right of ingest to invoke anything; it tells the bus.
TEST(VendorEventsTemplate, EachFunctionMayDoWhatItDoesAndNoMore) {
  const auto actions = [](const std::string& name) {
    std::set<std::string> all;
    for (const Statement* statement : statements(role_of(function(name).role_arn))) {
      for (const std::string& action : statement->actions) {
        if (!action.starts_with("logs:")) all.insert(action);
      }
    }
    return all;
  };
  EXPECT_EQ(actions("ingest"), (std::set<std::string>{"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem",
                                                      "s3:PutObject", "events:PutEvents"}));
  EXPECT_EQ(actions("api"), (std::set<std::string>{"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query",
                                                   "dynamodb:Scan", "s3:GetObject", "s3:ListBucket"}));
  EXPECT_FALSE(may(role_of(function("api").role_arn), "s3:GetObject", kVendorBucket + "/raw/*"));
}

// V075 V084
TEST(VendorEventsTemplate, TheBucketIsEncryptedAndClosed) {
  const auto bucket = std::ranges::find(stack().buckets, "vendor-events-bucket", &Bucket::name);
  ASSERT_NE(bucket, stack().buckets.end());
  EXPECT_EQ(bucket->encryption, "AES256");
  ASSERT_TRUE(bucket->public_access_block);
  EXPECT_TRUE(bucket->public_access_block->block_public_acls && bucket->public_access_block->restrict_public_buckets);
  EXPECT_TRUE(bucket->lifecycle.empty());
}

}  // namespace
}  // namespace cfn
