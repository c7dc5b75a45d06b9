#include "emulator/s3/operations.h"

namespace s3 {
namespace get_bucket_acl_operation {

http::Response run(Buckets& buckets, const Request& request) {
  return xml_response(write_owner_acl(buckets.get(request.bucket).account));
}

}  // namespace get_bucket_acl_operation

constinit const Operation get_bucket_acl =
    operation<&get_bucket_acl_operation::run>("GetBucketAcl", "s3:GetBucketAcl", "GET", Level::kBucket, "acl");

}  // namespace s3
