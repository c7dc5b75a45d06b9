#include "base/text.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/intake.h"
#include "emulator/s3/keys.h"
#include "emulator/s3/multipart.h"
#include "emulator/s3/operations.h"

namespace s3 {
namespace upload_part_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const int number = part_number_of(request);
  const Upload upload = get_upload(buckets, request);
  const auto claimed = find_checksum(request.http.headers);
  if (upload.checksum_asked && claimed && claimed->algorithm != upload.algorithm) {
    throw invalid_request(
        fmt::format("Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum Type: {}",
                    base::to_lower(name_of(upload.algorithm)), base::to_lower(name_of(claimed->algorithm))));
  }
  Received received = receive(buckets.loop(), buckets.store(), request,
                              {.most_in_memory = kInlineBytes, .algorithm = upload.algorithm});
  get_upload(buckets, request);  // it may have ended while the part came
  Object part;
  fill(part, received, buckets.now_in_seconds());
  store::Transaction transaction(buckets.store());
  buckets.uploads().put_part(transaction, upload.id, number, part);
  transaction.commit();
  received.blob.release();
  http::Response response{.headers = {{"ETag", quoted(part.etag)}, {"x-amz-server-side-encryption", "AES256"}}};
  if (upload.checksum_asked || received.checksum_came) {
    response.headers.add(std::string(header_of(upload.algorithm)), part.checksum->value);
  }
  return response;
}

}  // namespace upload_part_operation

constinit const Operation upload_part =
    operation<&upload_part_operation::run>("UploadPart", "s3:PutObject", "PUT", Level::kObject, "uploadId");

}  // namespace s3
