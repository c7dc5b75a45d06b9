#include "emulator/s3/conditions.h"
#include "emulator/s3/headers.h"
#include "emulator/s3/intake.h"
#include "emulator/s3/keys.h"
#include "emulator/s3/operations.h"

namespace s3 {
namespace put_object_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const auto conditions = WriteConditions::of(request.http.headers);
  Object object = described_by(request);
  Received received = receive(buckets.loop(), buckets.store(), request);
  // While the body came, others may have been here.
  const Bucket& bucket = buckets.get(request.bucket);
  const auto before = buckets.objects().find(request.bucket, request.key);
  conditions.check(request.key, before);
  fill(object, received, buckets.now_in_seconds());

  http::Response response{.headers = {{"ETag", quoted(object.etag)}, {"x-amz-server-side-encryption", "AES256"}}};
  add_checksum(response, received.checksum);
  add_expiration(response, bucket, request.key, object);
  store::Transaction transaction(buckets.store());
  buckets.objects().put(transaction, bucket, request.key, std::move(object), before,
                        request.cause("ObjectCreated:Put"));
  transaction.commit();
  received.blob.release();
  return response;
}

}  // namespace put_object_operation

constinit const Operation put_object =
    operation<&put_object_operation::run>("PutObject", "s3:PutObject", "PUT", Level::kObject);

}  // namespace s3
