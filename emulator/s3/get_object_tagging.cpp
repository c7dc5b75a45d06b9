#include "emulator/s3/operations.h"
#include "emulator/s3/tags.h"

namespace s3 {
namespace get_object_tagging_operation {

http::Response run(Buckets& buckets, const Request& request) {
  return xml_response(write_tagging(get_object_or_throw(buckets, request, request.bucket, request.key).tags));
}

}  // namespace get_object_tagging_operation

constinit const Operation get_object_tagging = operation<&get_object_tagging_operation::run>(
    "GetObjectTagging", "s3:GetObjectTagging", "GET", Level::kObject, "tagging");

}  // namespace s3
