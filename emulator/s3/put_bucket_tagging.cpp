#include "emulator/s3/intake.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/tags.h"

namespace s3 {
namespace put_bucket_tagging_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const Pairs tags = parse_tagging(receive_document(buckets.loop(), buckets.store(), request), kMostBucketTags);
  buckets.change(request.bucket, [&](Bucket& bucket) { bucket.tags = tags; });
  return empty_response(204);
}

}  // namespace put_bucket_tagging_operation

constinit const Operation put_bucket_tagging = operation<&put_bucket_tagging_operation::run>(
    "PutBucketTagging", "s3:PutBucketTagging", "PUT", Level::kBucket, "tagging");

}  // namespace s3
