#include "emulator/s3/intake.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/tags.h"

namespace s3 {
namespace put_object_tagging_operation {

http::Response run(Buckets& buckets, const Request& request) {
  Pairs tags = parse_tagging(receive_document(buckets.loop(), buckets.store(), request), kMostObjectTags);
  const Bucket& bucket = buckets.get(request.bucket);
  Object object = get_object_or_throw(buckets, request, request.bucket, request.key);
  object.tags = std::move(tags);
  store::Transaction transaction(buckets.store());
  buckets.objects().rewrite(transaction, bucket, request.key, object, request.cause("ObjectTagging:Put"));
  transaction.commit();
  return empty_response(200);
}

}  // namespace put_object_tagging_operation

constinit const Operation put_object_tagging = operation<&put_object_tagging_operation::run>(
    "PutObjectTagging", "s3:PutObjectTagging", "PUT", Level::kObject, "tagging");

}  // namespace s3
