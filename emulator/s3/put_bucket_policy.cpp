#include "emulator/s3/errors.h"
#include "emulator/s3/intake.h"
#include "emulator/s3/operations.h"

namespace s3 {
namespace put_bucket_policy_operation {

http::Response run(Buckets& buckets, const Request& request) {
  std::string text = receive_document(buckets.loop(), buckets.store(), request);
  buckets.change(request.bucket, [&](Bucket& bucket) {
    bucket.policy = BucketPolicy::parse(std::move(text), bucket.arn());
    if (bucket.policy.is_public() && bucket.public_access_block && bucket.public_access_block->block_public_policy) {
      throw access_denied(fmt::format(
          "User: {} is not authorized to perform: s3:PutBucketPolicy on resource: \"{}\" because public policies are "
          "prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
          request.call.caller, bucket.arn()));
    }
  });
  return empty_response(204);
}

}  // namespace put_bucket_policy_operation

constinit const Operation put_bucket_policy = operation<&put_bucket_policy_operation::run>(
    "PutBucketPolicy", "s3:PutBucketPolicy", "PUT", Level::kBucket, "policy");

}  // namespace s3
