#include "emulator/s3/intake.h"
#include "emulator/s3/operations.h"

namespace s3 {
namespace put_bucket_notification_configuration_operation {

http::Response run(Buckets& buckets, const Request& request) {
  auto notifications = parse_notifications(receive_document(buckets.loop(), buckets.store(), request));
  buckets.set_notifications(request.bucket, std::move(notifications), request.call);
  return empty_response(200);
}

}  // namespace put_bucket_notification_configuration_operation

constinit const Operation put_bucket_notification_configuration =
    operation<&put_bucket_notification_configuration_operation::run>(
        "PutBucketNotificationConfiguration", "s3:PutBucketNotification", "PUT", Level::kBucket, "notification");

}  // namespace s3
