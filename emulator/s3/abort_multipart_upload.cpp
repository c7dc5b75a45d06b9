#include "emulator/s3/multipart.h"
#include "emulator/s3/operations.h"

namespace s3 {
namespace abort_multipart_upload_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const Upload upload = get_upload(buckets, request);
  store::Transaction transaction(buckets.store());
  buckets.uploads().erase(transaction, request.bucket, upload);
  transaction.commit();
  return empty_response(204);
}

}  // namespace abort_multipart_upload_operation

constinit const Operation abort_multipart_upload = operation<&abort_multipart_upload_operation::run>(
    "AbortMultipartUpload", "s3:AbortMultipartUpload", "DELETE", Level::kObject, "uploadId");

}  // namespace s3
