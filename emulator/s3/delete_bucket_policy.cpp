#include "emulator/s3/operations.h"

namespace s3 {
namespace delete_bucket_policy_operation {

http::Response run(Buckets& buckets, const Request& request) {
  buckets.change(request.bucket, [](Bucket& bucket) { bucket.policy = {}; });
  return empty_response(204);
}

}  // namespace delete_bucket_policy_operation

constinit const Operation delete_bucket_policy = operation<&delete_bucket_policy_operation::run>(
    "DeleteBucketPolicy", "s3:DeleteBucketPolicy", "DELETE", Level::kBucket, "policy");

}  // namespace s3
