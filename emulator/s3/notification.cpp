#include "emulator/s3/notification.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/text.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace notification_detail {

// All that S3 knows; those that cannot happen here never come. (S3 User Guide, "Supported event types")
constexpr std::array kEvents = {"s3:ObjectCreated:*",
                                "s3:ObjectCreated:Put",
                                "s3:ObjectCreated:Post",
                                "s3:ObjectCreated:Copy",
                                "s3:ObjectCreated:CompleteMultipartUpload",
                                "s3:ObjectRemoved:*",
                                "s3:ObjectRemoved:Delete",
                                "s3:ObjectRemoved:DeleteMarkerCreated",
                                "s3:ObjectRestore:*",
                                "s3:ObjectRestore:Post",
                                "s3:ObjectRestore:Completed",
                                "s3:ObjectRestore:Delete",
                                "s3:ReducedRedundancyLostObject",
                                "s3:Replication:*",
                                "s3:Replication:OperationFailedReplication",
                                "s3:Replication:OperationMissedThreshold",
                                "s3:Replication:OperationNotTracked",
                                "s3:Replication:OperationReplicatedAfterThreshold",
                                "s3:LifecycleExpiration:*",
                                "s3:LifecycleExpiration:Delete",
                                "s3:LifecycleExpiration:DeleteMarkerCreated",
                                "s3:LifecycleTransition",
                                "s3:IntelligentTiering",
                                "s3:ObjectTagging:*",
                                "s3:ObjectTagging:Put",
                                "s3:ObjectTagging:Delete",
                                "s3:ObjectAcl:Put"};

// The three kinds of target: their element, the element of their ARN, and what the ARN begins with.
struct Kind {
  std::string_view element = {};
  std::string_view arn = {};
  std::string_view service = {};
};
constexpr std::array kKinds = {Kind{"TopicConfiguration", "Topic", "arn:aws:sns:"},
                               Kind{"QueueConfiguration", "Queue", "arn:aws:sqs:"},
                               Kind{"CloudFunctionConfiguration", "CloudFunction", "arn:aws:lambda:"}};

bool covers(std::string_view pattern, std::string_view event) {
  if (pattern.ends_with('*')) return event.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == event;
}

bool overlap(const Notification& a, const Notification& b) {
  const bool same_keys = (a.prefix.starts_with(b.prefix) || b.prefix.starts_with(a.prefix)) &&
                         (a.suffix.ends_with(b.suffix) || b.suffix.ends_with(a.suffix));
  return same_keys && std::ranges::any_of(a.events, [&](const std::string& of_a) {
           return std::ranges::any_of(
               b.events, [&](const std::string& of_b) { return covers(of_a, of_b) || covers(of_b, of_a); });
         });
}

void parse_filter(const xml::Element& filter, Notification& notification) {
  xml::require_known(filter, {"S3Key"});
  const xml::Element* key = filter.find("S3Key");
  if (!key) return;
  bool has_prefix = false, has_suffix = false;
  for (const xml::Element& rule : key->children) {
    if (rule.name != "FilterRule") throw malformed_xml();
    const std::string name = base::to_lower(rule.text_of("Name"));
    if (name == "prefix" && !has_prefix) {
      has_prefix = true;
      notification.prefix = rule.text_of("Value");
    } else if (name == "suffix" && !has_suffix) {
      has_suffix = true;
      notification.suffix = rule.text_of("Value");
    } else {
      throw invalid_argument("filter rule name must be either prefix or suffix, and each may be there once",
                             "FilterRule.Name", name);
    }
  }
}

Notification parse_one(const xml::Element& element, const Kind& kind) {
  xml::require_known(element, {"Id", "Event", "Filter", kind.arn});
  Notification notification{.id = element.text_of("Id"), .target_arn = element.text_of(kind.arn)};
  for (const xml::Element& child : element.children) {
    if (child.name == "Event") notification.events.push_back(child.text);
  }
  if (const xml::Element* filter = element.find("Filter")) parse_filter(*filter, notification);
  if (notification.id.empty()) notification.id = notification_id(notification);
  return notification;
}

}  // namespace notification_detail

using namespace notification_detail;

bool matches(const Notification& notification, std::string_view event, std::string_view key) {
  return key.starts_with(notification.prefix) && key.ends_with(notification.suffix) &&
         std::ranges::any_of(notification.events, [&](const std::string& pattern) {
           return covers(std::string_view(pattern).substr(3), event);  // "s3:" is not part of an event's own name
         });
}

std::string notification_id(const Notification& notification) {
  const std::string told = base::join(notification.events, ",") + '\n' + notification.target_arn + '\n' +
                           notification.prefix + '\n' + notification.suffix;
  return base::to_hex(base::md5(told));
}

void check_notifications(const std::vector<Notification>& notifications) {
  for (std::size_t i = 0; i < notifications.size(); ++i) {
    const Notification& one = notifications[i];
    if (one.events.empty()) throw malformed_xml();
    for (const std::string& event : one.events) {
      if (std::ranges::find(kEvents, event) == kEvents.end()) {
        throw invalid_argument("A specified event is not supported for notifications.", "Event", event);
      }
    }
    const auto serves = [&](const Kind& kind) { return one.target_arn.starts_with(kind.service); };
    if (std::ranges::none_of(kKinds, serves) || one.target_arn.ends_with(".fifo")) {
      throw invalid_argument("Unable to validate the following destination configurations", one.target_arn,
                             "The ARN is not of a function, of a standard queue or of a standard topic");
    }
    for (std::size_t other = 0; other < i; ++other) {
      if (overlap(one, notifications[other])) {
        throw invalid_argument(
            "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if "
            "the prefixes are overlapping for the same event type.",
            "Id", one.id);
      }
    }
  }
}

Notifications parse_notifications(std::string_view document) {
  const xml::Element root = xml::parse(document, "NotificationConfiguration");
  Notifications result;
  std::vector<Notification>& notifications = result.configured;
  for (const xml::Element& element : root.children) {
    if (element.name == "EventBridgeConfiguration") {
      xml::require_known(element, {});
      result.event_bridge = true;
      continue;
    }
    const auto kind = std::ranges::find(kKinds, element.name, &Kind::element);
    if (kind == kKinds.end()) throw malformed_xml();
    notifications.push_back(parse_one(element, *kind));
    if (!notifications.back().target_arn.starts_with(kind->service)) {
      throw invalid_argument("The ARN could not be parsed", std::string(kind->arn), notifications.back().target_arn);
    }
  }
  check_notifications(notifications);
  return result;
}

std::string write_notifications(const Notifications& notifications) {
  xml::Writer out("NotificationConfiguration");
  for (const Kind& kind : kKinds) {
    for (const Notification& notification : notifications.configured) {
      if (!notification.target_arn.starts_with(kind.service)) continue;
      out.open(kind.element).text("Id", notification.id).text(kind.arn, notification.target_arn);
      for (const std::string& event : notification.events) out.text("Event", event);
      if (!notification.prefix.empty() || !notification.suffix.empty()) {
        out.open("Filter").open("S3Key");
        if (!notification.prefix.empty()) {
          out.open("FilterRule").text("Name", "Prefix").text("Value", notification.prefix).close();
        }
        if (!notification.suffix.empty()) {
          out.open("FilterRule").text("Name", "Suffix").text("Value", notification.suffix).close();
        }
        out.close().close();
      }
      out.close();
    }
  }
  if (notifications.event_bridge) out.open("EventBridgeConfiguration").close();
  return out.finish();
}

}  // namespace s3
