#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace get_bucket_encryption_operation {

// Every bucket is encrypted so, since 2023.
http::Response run(Buckets&, const Request&) {
  xml::Writer out("ServerSideEncryptionConfiguration");
  out.open("Rule").open("ApplyServerSideEncryptionByDefault").text("SSEAlgorithm", "AES256").close();
  out.flag("BucketKeyEnabled", false);
  return xml_response(out.finish());
}

}  // namespace get_bucket_encryption_operation

constinit const Operation get_bucket_encryption = operation<&get_bucket_encryption_operation::run>(
    "GetBucketEncryption", "s3:GetEncryptionConfiguration", "GET", Level::kBucket, "encryption");

}  // namespace s3
