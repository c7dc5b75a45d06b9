#include "emulator/s3/errors.h"
#include "emulator/s3/intake.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace put_bucket_encryption_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const xml::Element root =
      xml::parse(receive_document(buckets.loop(), buckets.store(), request), "ServerSideEncryptionConfiguration");
  const xml::Element* rule = root.find("Rule");
  if (!rule || root.children.size() != 1) throw malformed_xml();
  xml::require_known(*rule, {"ApplyServerSideEncryptionByDefault", "BucketKeyEnabled"});
  if (const xml::Element* by_default = rule->find("ApplyServerSideEncryptionByDefault")) {
    const std::string algorithm = by_default->text_of("SSEAlgorithm");
    if (algorithm != "AES256") throw not_supported("Encryption with " + algorithm);
    if (by_default->find("KMSMasterKeyID")) {
      throw invalid_argument("a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms",
                             "ApplyServerSideEncryptionByDefault", algorithm);
    }
  }
  return empty_response(200);
}

}  // namespace put_bucket_encryption_operation

constinit const Operation put_bucket_encryption = operation<&put_bucket_encryption_operation::run>(
    "PutBucketEncryption", "s3:PutEncryptionConfiguration", "PUT", Level::kBucket, "encryption");

}  // namespace s3
