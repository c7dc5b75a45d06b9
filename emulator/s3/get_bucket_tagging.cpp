#include "emulator/s3/errors.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/tags.h"

namespace s3 {
namespace get_bucket_tagging_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const Bucket& bucket = buckets.get(request.bucket);
  if (bucket.tags.empty()) throw no_such_configuration("NoSuchTagSet", "The TagSet does not exist", bucket.name);
  return xml_response(write_tagging(bucket.tags));
}

}  // namespace get_bucket_tagging_operation

constinit const Operation get_bucket_tagging = operation<&get_bucket_tagging_operation::run>(
    "GetBucketTagging", "s3:GetBucketTagging", "GET", Level::kBucket, "tagging");

}  // namespace s3
