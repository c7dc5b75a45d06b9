#include "emulator/s3/operations.h"
#include "emulator/s3/read_object.h"

namespace s3 {
namespace get_object_operation {

http::Response run(Buckets& buckets, const Request& request) { return read_object(buckets, request, Want::kBody); }

}  // namespace get_object_operation

constinit const Operation get_object =
    operation<&get_object_operation::run>("GetObject", "s3:GetObject", "GET", Level::kObject);

}  // namespace s3
