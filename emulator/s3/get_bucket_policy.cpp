#include "emulator/s3/errors.h"
#include "emulator/s3/operations.h"

namespace s3 {
namespace get_bucket_policy_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const std::string& text = buckets.get(request.bucket).policy.text();
  if (text.empty())
    throw no_such_configuration("NoSuchBucketPolicy", "The bucket policy does not exist", request.bucket);
  return {.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = text};
}

}  // namespace get_bucket_policy_operation

constinit const Operation get_bucket_policy = operation<&get_bucket_policy_operation::run>(
    "GetBucketPolicy", "s3:GetBucketPolicy", "GET", Level::kBucket, "policy");

}  // namespace s3
