#include "emulator/s3/errors.h"
#include "emulator/s3/intake.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace put_bucket_versioning_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const xml::Element root =
      xml::parse(receive_document(buckets.loop(), buckets.store(), request), "VersioningConfiguration");
  xml::require_known(root, {"Status", "MfaDelete"});
  const std::string status = root.text_of("Status");
  if (status == "Enabled" || root.text_of("MfaDelete") == "Enabled") throw not_supported("Versioning");
  if (status != "Suspended") throw malformed_xml();
  buckets.change(request.bucket, [](Bucket& bucket) { bucket.versioning_suspended = true; });
  return empty_response(200);
}

}  // namespace put_bucket_versioning_operation

constinit const Operation put_bucket_versioning = operation<&put_bucket_versioning_operation::run>(
    "PutBucketVersioning", "s3:PutBucketVersioning", "PUT", Level::kBucket, "versioning");

}  // namespace s3
