#include "emulator/s3/operations.h"

namespace s3 {
namespace get_bucket_notification_configuration_operation {

http::Response run(Buckets& buckets, const Request& request) {
  return xml_response(write_notifications(buckets.get(request.bucket).notifications));
}

}  // namespace get_bucket_notification_configuration_operation

constinit const Operation get_bucket_notification_configuration =
    operation<&get_bucket_notification_configuration_operation::run>(
        "GetBucketNotificationConfiguration", "s3:GetBucketNotification", "GET", Level::kBucket, "notification");

}  // namespace s3
