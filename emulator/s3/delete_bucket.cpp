#include "emulator/s3/operations.h"

namespace s3 {
namespace delete_bucket_operation {

http::Response run(Buckets& buckets, const Request& request) {
  buckets.remove(request.bucket);
  return empty_response(204);
}

}  // namespace delete_bucket_operation

constinit const Operation delete_bucket =
    operation<&delete_bucket_operation::run>("DeleteBucket", "s3:DeleteBucket", "DELETE", Level::kBucket);

}  // namespace s3
