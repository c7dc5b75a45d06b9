#include "base/text.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/headers.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace create_multipart_upload_operation {

// Which checksum the object will have. CRC64NVME is always of the whole, SHA never; the other two are either.
void choose_checksum(const Request& request, Upload& upload) {
  const std::string* algorithm = request.header("x-amz-checksum-algorithm");
  const std::string* type = request.header("x-amz-checksum-type");
  if (!algorithm) {
    if (type) {
      throw invalid_request(
          "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
    }
    return;
  }
  const auto found = find_algorithm(base::to_upper(*algorithm));
  if (!found) throw invalid_request("Checksum algorithm provided is unsupported. Please try again.");
  upload.checksum_asked = true;
  upload.algorithm = *found;
  const bool only_whole = *found == ChecksumAlgorithm::kCrc64Nvme;
  const bool only_parts = *found == ChecksumAlgorithm::kSha1 || *found == ChecksumAlgorithm::kSha256;
  upload.type = only_whole ? ChecksumType::kFullObject : ChecksumType::kComposite;
  if (!type) return;
  upload.type = *type == "FULL_OBJECT" ? ChecksumType::kFullObject : ChecksumType::kComposite;
  if (*type != name_of(upload.type)) throw invalid_request("Value for x-amz-checksum-type header is invalid.");
  if (upload.type == ChecksumType::kFullObject ? only_parts : only_whole) {
    throw invalid_request(fmt::format("The {} checksum type cannot be used with the {} checksum algorithm.", *type,
                                      base::to_lower(*algorithm)));
  }
}

http::Response run(Buckets& buckets, const Request& request) {
  Upload upload{.key = request.key,
                .initiated = buckets.now_in_seconds(),
                .initiator = request.call.caller,
                .account = request.call.account,
                .object = described_by(request)};
  choose_checksum(request, upload);
  upload.id = Uploads::new_id(buckets.loop().world(), buckets.loop().now());
  store::Transaction transaction(buckets.store());
  buckets.uploads().put(transaction, request.bucket, upload);
  transaction.commit();
  xml::Writer out("InitiateMultipartUploadResult");
  out.text("Bucket", request.bucket).text("Key", request.key).text("UploadId", upload.id);
  http::Response response = xml_response(out.finish());
  response.headers.add("x-amz-server-side-encryption", "AES256");
  if (upload.checksum_asked) {
    response.headers.add("x-amz-checksum-algorithm", std::string(name_of(upload.algorithm)));
    response.headers.add("x-amz-checksum-type", std::string(name_of(upload.type)));
  }
  return response;
}

}  // namespace create_multipart_upload_operation

constinit const Operation create_multipart_upload = operation<&create_multipart_upload_operation::run>(
    "CreateMultipartUpload", "s3:PutObject", "POST", Level::kObject, "uploads");

}  // namespace s3
