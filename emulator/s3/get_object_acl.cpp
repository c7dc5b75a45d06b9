#include "emulator/s3/operations.h"

namespace s3 {
namespace get_object_acl_operation {

http::Response run(Buckets& buckets, const Request& request) {
  get_object_or_throw(buckets, request, request.bucket, request.key);
  return xml_response(write_owner_acl(buckets.get(request.bucket).account));
}

}  // namespace get_object_acl_operation

constinit const Operation get_object_acl =
    operation<&get_object_acl_operation::run>("GetObjectAcl", "s3:GetObjectAcl", "GET", Level::kObject, "acl");

}  // namespace s3
