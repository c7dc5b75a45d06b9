#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace get_bucket_versioning_operation {

http::Response run(Buckets& buckets, const Request& request) {
  xml::Writer out("VersioningConfiguration");
  if (buckets.get(request.bucket).versioning_suspended) out.text("Status", "Suspended");
  return xml_response(out.finish());
}

}  // namespace get_bucket_versioning_operation

constinit const Operation get_bucket_versioning = operation<&get_bucket_versioning_operation::run>(
    "GetBucketVersioning", "s3:GetBucketVersioning", "GET", Level::kBucket, "versioning");

}  // namespace s3
