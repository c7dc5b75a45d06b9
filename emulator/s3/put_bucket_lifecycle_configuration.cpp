#include "emulator/s3/intake.h"
#include "emulator/s3/operations.h"

namespace s3 {
namespace put_bucket_lifecycle_configuration_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const std::string document = receive_document(buckets.loop(), buckets.store(), request);
  const auto rules = parse_lifecycle(document, buckets.loop().world().alphanumeric(48));
  buckets.change(request.bucket, [&](Bucket& bucket) { bucket.lifecycle = rules; });
  return empty_response(200);
}

}  // namespace put_bucket_lifecycle_configuration_operation

constinit const Operation put_bucket_lifecycle_configuration =
    operation<&put_bucket_lifecycle_configuration_operation::run>(
        "PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration", "PUT", Level::kBucket, "lifecycle");

}  // namespace s3
