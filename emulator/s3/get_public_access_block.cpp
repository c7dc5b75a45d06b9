#include "emulator/s3/errors.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace get_public_access_block_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const Bucket& bucket = buckets.get(request.bucket);
  if (!bucket.public_access_block) {
    throw no_such_configuration("NoSuchPublicAccessBlockConfiguration",
                                "The public access block configuration was not found", bucket.name);
  }
  xml::Writer out("PublicAccessBlockConfiguration");
  out.flag("BlockPublicAcls", bucket.public_access_block->block_public_acls);
  out.flag("IgnorePublicAcls", bucket.public_access_block->ignore_public_acls);
  out.flag("BlockPublicPolicy", bucket.public_access_block->block_public_policy);
  out.flag("RestrictPublicBuckets", bucket.public_access_block->restrict_public_buckets);
  return xml_response(out.finish());
}

}  // namespace get_public_access_block_operation

constinit const Operation get_public_access_block = operation<&get_public_access_block_operation::run>(
    "GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock", "GET", Level::kBucket, "publicAccessBlock");

}  // namespace s3
