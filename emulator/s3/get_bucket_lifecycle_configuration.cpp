#include "emulator/s3/errors.h"
#include "emulator/s3/operations.h"

namespace s3 {
namespace get_bucket_lifecycle_configuration_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const Bucket& bucket = buckets.get(request.bucket);
  if (bucket.lifecycle.empty()) {
    throw no_such_configuration("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist",
                                bucket.name);
  }
  return xml_response(write_lifecycle(bucket.lifecycle));
}

}  // namespace get_bucket_lifecycle_configuration_operation

constinit const Operation get_bucket_lifecycle_configuration =
    operation<&get_bucket_lifecycle_configuration_operation::run>(
        "GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration", "GET", Level::kBucket, "lifecycle");

}  // namespace s3
