#include "emulator/s3/conditions.h"
#include "emulator/s3/operations.h"

namespace s3 {
namespace delete_object_operation {

// Deleting what is not there is no error, unless a condition speaks of it.
http::Response run(Buckets& buckets, const Request& request) {
  const auto before = buckets.objects().find(request.bucket, request.key);
  WriteConditions::of(request.http.headers).check(request.key, before);
  if (before) {
    store::Transaction transaction(buckets.store());
    buckets.objects().erase(transaction, buckets.get(request.bucket), request.key, *before,
                            request.cause("ObjectRemoved:Delete"));
    transaction.commit();
  }
  return empty_response(204);
}

}  // namespace delete_object_operation

constinit const Operation delete_object =
    operation<&delete_object_operation::run>("DeleteObject", "s3:DeleteObject", "DELETE", Level::kObject);

}  // namespace s3
