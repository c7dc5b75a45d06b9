#include "emulator/s3/operations.h"

namespace s3 {
namespace delete_public_access_block_operation {

http::Response run(Buckets& buckets, const Request& request) {
  buckets.change(request.bucket, [](Bucket& bucket) { bucket.public_access_block.reset(); });
  return empty_response(204);
}

}  // namespace delete_public_access_block_operation

constinit const Operation delete_public_access_block = operation<&delete_public_access_block_operation::run>(
    "DeletePublicAccessBlock", "s3:PutBucketPublicAccessBlock", "DELETE", Level::kBucket, "publicAccessBlock");

}  // namespace s3
