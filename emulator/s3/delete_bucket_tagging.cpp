#include "emulator/s3/operations.h"

namespace s3 {
namespace delete_bucket_tagging_operation {

http::Response run(Buckets& buckets, const Request& request) {
  buckets.change(request.bucket, [](Bucket& bucket) { bucket.tags.clear(); });
  return empty_response(204);
}

}  // namespace delete_bucket_tagging_operation

constinit const Operation delete_bucket_tagging = operation<&delete_bucket_tagging_operation::run>(
    "DeleteBucketTagging", "s3:PutBucketTagging", "DELETE", Level::kBucket, "tagging");

}  // namespace s3
