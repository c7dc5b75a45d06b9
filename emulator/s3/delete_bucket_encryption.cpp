#include "emulator/s3/operations.h"

namespace s3 {
namespace delete_bucket_encryption_operation {

// Back to the default, which is all that there is.
http::Response run(Buckets&, const Request&) { return empty_response(204); }

}  // namespace delete_bucket_encryption_operation

constinit const Operation delete_bucket_encryption = operation<&delete_bucket_encryption_operation::run>(
    "DeleteBucketEncryption", "s3:PutEncryptionConfiguration", "DELETE", Level::kBucket, "encryption");

}  // namespace s3
