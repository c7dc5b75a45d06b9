// What those who are notified get.

#include <array>

#include "base/json.h"
#include "base/text.h"
#include "emulator/delivery/service_event.h"
#include "emulator/s3/bucket.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/keys.h"
#include "emulator/s3/notification.h"
#include "emulator/s3/object.h"

namespace s3 {
namespace notification_message_detail {

using base::Json;

// "AWS:<unique id>", here what tells callers apart: "order-role:session" of a role, the account of its owner.
std::string principal_id(const protocol::Call& call) {
  const auto role = call.caller.find(":assumed-role/");
  if (role == std::string::npos) return "AWS:" + call.account;
  return "AWS:" + base::replace_all(call.caller.substr(role + 14), "/", ":");
}

std::string address_of(std::string_view peer) { return std::string(peer.substr(0, peer.rfind(':'))); }

// How EventBridge calls a change; the reason is the operation, or what S3 did by itself.
struct Bridged {
  std::string_view event = {};
  std::string_view detail_type = {};
  std::string_view reason = {};
};
constexpr std::array kBridged = {
    Bridged{"ObjectCreated:Put", "Object Created", "PutObject"},
    Bridged{"ObjectCreated:Copy", "Object Created", "CopyObject"},
    Bridged{"ObjectCreated:CompleteMultipartUpload", "Object Created", "CompleteMultipartUpload"},
    Bridged{"ObjectRemoved:Delete", "Object Deleted", "DeleteObject"},
    Bridged{"LifecycleExpiration:Delete", "Object Deleted", "Lifecycle Expiration"},
    Bridged{"ObjectTagging:Put", "Object Tags Added", ""},
    Bridged{"ObjectTagging:Delete", "Object Tags Deleted", ""},
};

}  // namespace notification_message_detail

using namespace notification_message_detail;

std::string event_message(const Notification& notification, const Bucket& bucket, std::string_view key,
                          const Object* object, const Cause& cause, std::string_view sequencer) {
  Json about = {{"key", url_encode(key)}};
  if (object) about.set("size", object->size).set("eTag", object->etag);
  about.set("sequencer", sequencer);
  const Json record = {
      {"eventVersion", "2.1"},
      {"eventSource", "aws:s3"},
      {"awsRegion", bucket.region},
      {"eventTime", base::format_iso8601(cause.call.now)},
      {"eventName", cause.event},
      {"userIdentity", Json{{"principalId", principal_id(cause.call)}}},
      {"requestParameters", Json{{"sourceIPAddress", address_of(cause.peer)}}},
      {"responseElements", Json{{"x-amz-request-id", cause.call.request_id}, {"x-amz-id-2", host_id(cause.call)}}},
      {"s3", Json{{"s3SchemaVersion", "1.0"},
                  {"configurationId", notification.id},
                  {"bucket", Json{{"name", bucket.name},
                                  {"ownerIdentity", Json{{"principalId", canonical_user_id(bucket.account)}}},
                                  {"arn", bucket.arn()}}},
                  {"object", std::move(about)}}}};
  return Json{{"Records", Json::array({record})}}.dump();
}

std::string test_message(const Bucket& bucket, const protocol::Call& call) {
  return Json{{"Service", "Amazon S3"}, {"Event", "s3:TestEvent"},      {"Time", base::format_iso8601(call.now)},
              {"Bucket", bucket.name},  {"RequestId", call.request_id}, {"HostId", host_id(call)}}
      .dump();
}

std::optional<delivery::Message> bridge_event(const Bucket& bucket, std::string_view key, const Object* object,
                                              const Cause& cause, std::string_view sequencer, std::string_view id) {
  const auto bridged = std::ranges::find(kBridged, cause.event, &Bridged::event);
  if (bridged == kBridged.end()) return std::nullopt;
  Json about{{"key", key}};
  if (object) about.set("size", object->size).set("etag", object->etag);
  about.set("sequencer", sequencer);
  const bool by_s3 = cause.event.starts_with("Lifecycle");
  Json detail{{"version", "0"},
              {"bucket", Json{{"name", bucket.name}}},
              {"object", std::move(about)},
              {"request-id", cause.call.request_id},
              {"requester", by_s3 ? "s3.amazonaws.com" : cause.call.account}};
  if (!by_s3) detail.set("source-ip-address", address_of(cause.peer));
  if (!bridged->reason.empty()) detail.set("reason", bridged->reason);
  if (!object) detail.set("deletion-type", "Permanently Deleted");
  return delivery::to_default_bus({.id = std::string(id),
                                   .source = "aws.s3",
                                   .detail_type = std::string(bridged->detail_type),
                                   .account = bucket.account,
                                   .region = bucket.region,
                                   .time = cause.call.now,
                                   .resource = bucket.arn(),
                                   .detail = std::move(detail)});
}

}  // namespace s3
