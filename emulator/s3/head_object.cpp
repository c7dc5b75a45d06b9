#include "emulator/s3/operations.h"
#include "emulator/s3/read_object.h"

namespace s3 {
namespace head_object_operation {

http::Response run(Buckets& buckets, const Request& request) { return read_object(buckets, request, Want::kHead); }

}  // namespace head_object_operation

constinit const Operation head_object =
    operation<&head_object_operation::run>("HeadObject", "s3:GetObject", "HEAD", Level::kObject);

}  // namespace s3
