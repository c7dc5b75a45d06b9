#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace get_bucket_location_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const std::string& region = buckets.get(request.bucket).region;
  xml::Writer out("LocationConstraint");
  if (region != "us-east-1") out.content(region);
  return xml_response(out.finish());
}

}  // namespace get_bucket_location_operation

constinit const Operation get_bucket_location = operation<&get_bucket_location_operation::run>(
    "GetBucketLocation", "s3:GetBucketLocation", "GET", Level::kBucket, "location");

}  // namespace s3
