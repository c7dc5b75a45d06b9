#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/delivery/deliveries.h"
#include "emulator/protocol/call.h"

namespace s3 {

struct Bucket;
struct Object;

// Who is told of which changes in a bucket.
struct Notification {
  std::string id = {};
  std::vector<std::string> events = {};  // "s3:ObjectCreated:*", "s3:ObjectRemoved:Delete"
  std::string target_arn = {};           // of a function, a queue or a topic
  std::string prefix = {};
  std::string suffix = {};

  bool operator==(const Notification&) const = default;
};

// A bucket's whole configuration: what is told to whom, and whether EventBridge's default bus hears of everything.
struct Notifications {
  std::vector<Notification> configured = {};
  bool event_bridge = false;

  bool operator==(const Notifications&) const = default;
};

// What makes a change, for its notification.
struct Cause {
  std::string_view event = {};  // "ObjectCreated:Put"
  const protocol::Call& call;
  std::string_view peer = {};  // "127.0.0.1:53124"
};

bool matches(const Notification& notification, std::string_view event, std::string_view key);

// The event that its target gets: version 2.1 of "Event message structure" (S3 User Guide). `object` is null where it
// is gone.
std::string event_message(const Notification& notification, const Bucket& bucket, std::string_view key,
                          const Object* object, const Cause& cause, std::string_view sequencer);
// The event that a bus gets (S3 User Guide, "EventBridge event message structure"); nothing where it hears nothing of
// such a change.
std::optional<delivery::Message> bridge_event(const Bucket& bucket, std::string_view key, const Object* object,
                                              const Cause& cause, std::string_view sequencer, std::string_view id);
// What a queue and a topic get when they are first named.
std::string test_message(const Bucket& bucket, const protocol::Call& call);

// Reads NotificationConfiguration. Throws malformed_xml(), invalid_argument() (unknown event, no ARN, two
// configurations that would both speak of one change).
Notifications parse_notifications(std::string_view document);
std::string write_notifications(const Notifications& notifications);

// Throws invalid_argument() as parse_notifications() does.
void check_notifications(const std::vector<Notification>& notifications);

// The id of a configuration that came without one: made of what it says, so that the same again is the same.
std::string notification_id(const Notification& notification);

}  // namespace s3
