#include "base/text.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/intake.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace put_public_access_block_operation {

bool flag(const xml::Element& root, std::string_view name) {
  const std::string text = root.text_of(name);
  if (!text.empty() && !base::equals_ignore_case(text, "true") && !base::equals_ignore_case(text, "false")) {
    throw malformed_xml();
  }
  return base::equals_ignore_case(text, "true");
}

http::Response run(Buckets& buckets, const Request& request) {
  const xml::Element root =
      xml::parse(receive_document(buckets.loop(), buckets.store(), request), "PublicAccessBlockConfiguration");
  xml::require_known(root, {"BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"});
  const PublicAccessBlock block{.block_public_acls = flag(root, "BlockPublicAcls"),
                                .ignore_public_acls = flag(root, "IgnorePublicAcls"),
                                .block_public_policy = flag(root, "BlockPublicPolicy"),
                                .restrict_public_buckets = flag(root, "RestrictPublicBuckets")};
  buckets.change(request.bucket, [&](Bucket& bucket) { bucket.public_access_block = block; });
  return empty_response(200);
}

}  // namespace put_public_access_block_operation

constinit const Operation put_public_access_block = operation<&put_public_access_block_operation::run>(
    "PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock", "PUT", Level::kBucket, "publicAccessBlock");

}  // namespace s3
