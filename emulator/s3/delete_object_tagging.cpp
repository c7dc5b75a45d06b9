#include "emulator/s3/operations.h"

namespace s3 {
namespace delete_object_tagging_operation {

http::Response run(Buckets& buckets, const Request& request) {
  Object object = get_object_or_throw(buckets, request, request.bucket, request.key);
  object.tags.clear();
  store::Transaction transaction(buckets.store());
  buckets.objects().rewrite(transaction, buckets.get(request.bucket), request.key, object,
                            request.cause("ObjectTagging:Delete"));
  transaction.commit();
  return empty_response(204);
}

}  // namespace delete_object_tagging_operation

constinit const Operation delete_object_tagging = operation<&delete_object_tagging_operation::run>(
    "DeleteObjectTagging", "s3:DeleteObjectTagging", "DELETE", Level::kObject, "tagging");

}  // namespace s3
