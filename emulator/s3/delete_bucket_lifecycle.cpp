#include "emulator/s3/operations.h"

namespace s3 {
namespace delete_bucket_lifecycle_operation {

http::Response run(Buckets& buckets, const Request& request) {
  buckets.change(request.bucket, [](Bucket& bucket) { bucket.lifecycle.clear(); });
  return empty_response(204);
}

}  // namespace delete_bucket_lifecycle_operation

constinit const Operation delete_bucket_lifecycle = operation<&delete_bucket_lifecycle_operation::run>(
    "DeleteBucketLifecycle", "s3:PutLifecycleConfiguration", "DELETE", Level::kBucket, "lifecycle");

}  // namespace s3
