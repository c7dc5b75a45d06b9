#include "emulator/s3/errors.h"
#include "emulator/s3/operations.h"

namespace s3 {
namespace get_bucket_policy_operation {

http::Response run(Buckets&, const Request& request) {
  throw no_such_configuration("NoSuchBucketPolicy", "The bucket policy does not exist", request.bucket);
}

}  // namespace get_bucket_policy_operation

constinit const Operation get_bucket_policy = operation<&get_bucket_policy_operation::run>(
    "GetBucketPolicy", "s3:GetBucketPolicy", "GET", Level::kBucket, "policy");

}  // namespace s3
