#include "emulator/s3/operations.h"

namespace s3 {
namespace head_bucket_operation {

http::Response run(Buckets& buckets, const Request& request) {
  return {.headers = {{"x-amz-bucket-region", buckets.get(request.bucket).region},
                      {"x-amz-access-point-alias", "false"},
                      {"Content-Type", "application/xml"}}};
}

}  // namespace head_bucket_operation

constinit const Operation head_bucket =
    operation<&head_bucket_operation::run>("HeadBucket", "s3:ListBucket", "HEAD", Level::kBucket);

}  // namespace s3
