#include <algorithm>

#include "emulator/template/readers.h"

namespace cfn {
namespace {

// Source: S3 User Guide, General purpose bucket naming rules.
bool is_bucket_name(std::string_view name) {
  const auto is_inner = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  return name.size() >= 3 && name.size() <= 63 && std::ranges::all_of(name, is_inner) && name.front() != '-' &&
         name.front() != '.' && name.back() != '-' && name.back() != '.' && name.find("..") == std::string_view::npos;
}

void read_filter(Fields& entry, BucketNotification& notification) {
  entry.object("Filter", [&](Fields& filter) {
    filter.object("S3Key", [&](Fields& key) {
      key.objects("Rules", [&](Fields& rule) {
        const std::string name = rule.one_of("Name", {"prefix", "suffix"}, "");
        (name == "suffix" ? notification.suffix : notification.prefix) = rule.require_text("Value");
      });
    });
  });
}

void read_notifications(Fields& in, Bucket& bucket) {
  in.object("NotificationConfiguration", [&](Fields& configuration) {
    for (const auto& [list, target] : {std::pair{"LambdaConfigurations", "Function"},
                                       {"QueueConfigurations", "Queue"},
                                       {"TopicConfigurations", "Topic"}}) {
      configuration.objects(list, [&](Fields& entry) {
        BucketNotification notification = {.event = entry.require_text("Event"),
                                           .target_arn = entry.require_text(target)};
        read_filter(entry, notification);
        bucket.notifications.push_back(std::move(notification));
      });
    }
    configuration.object("EventBridgeConfiguration",
                         [&](Fields& bridge) { bucket.event_bridge = bridge.flag("EventBridgeEnabled", true); });
  });
}

LifecycleRule read_rule(Fields& in) {
  constexpr Range kDays = {1, 36'500};
  const auto days = [&](Fields& fields, std::string_view name) -> std::optional<int> {
    const auto value = fields.find_integer(name, kDays);
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
  };
  LifecycleRule rule = {.id = in.text("Id"), .prefix = in.text("Prefix")};
  in.require("Status");
  rule.enabled = in.one_of("Status", {"Enabled", "Disabled"}, "Enabled") == "Enabled";
  rule.expiration_days = days(in, "ExpirationInDays");
  in.object("NoncurrentVersionExpiration", [&](Fields& old) { rule.noncurrent_days = days(old, "NoncurrentDays"); });
  in.object("AbortIncompleteMultipartUpload",
            [&](Fields& abort) { rule.abort_multipart_days = days(abort, "DaysAfterInitiation"); });
  if (in.node().members.size() > 0 && !rule.expiration_days && !rule.noncurrent_days && !rule.abort_multipart_days) {
    in.problem("a rule needs ExpirationInDays, NoncurrentVersionExpiration or AbortIncompleteMultipartUpload");
  }
  return rule;
}

}  // namespace

void read_bucket(Reading& reading) {
  Fields& in = reading.in;
  Bucket bucket = {.origin = reading.origin, .name = reading.name, .arn = reading.arn};
  const Node* name = in.find("BucketName");
  if (!is_bucket_name(bucket.name) && !bucket.name.empty()) {
    reading.problems.add(name ? *name : in.node(), "'" + bucket.name +
                                                       "' is no bucket name: 3 to 63 lower-case letters, "
                                                       "digits, '-' and '.', a letter or digit at both ends");
  }
  in.object("BucketEncryption", [&](Fields& encryption) {
    encryption.objects("ServerSideEncryptionConfiguration", [&](Fields& rule) {
      rule.object("ServerSideEncryptionByDefault",
                  [&](Fields& by) { bucket.encryption = by.one_of("SSEAlgorithm", {"AES256"}, "AES256"); });
    });
  });
  in.object("VersioningConfiguration", [&](Fields& versioning) {
    bucket.versioning = versioning.one_of("Status", {"Enabled", "Suspended"}, "Suspended") == "Enabled";
  });
  in.object("PublicAccessBlockConfiguration", [&](Fields& block) {
    bucket.public_access_block = {.block_public_acls = block.flag("BlockPublicAcls", false),
                                  .ignore_public_acls = block.flag("IgnorePublicAcls", false),
                                  .block_public_policy = block.flag("BlockPublicPolicy", false),
                                  .restrict_public_buckets = block.flag("RestrictPublicBuckets", false)};
  });
  in.object("LifecycleConfiguration", [&](Fields& lifecycle) {
    lifecycle.objects("Rules", [&](Fields& rule) { bucket.lifecycle.push_back(read_rule(rule)); });
  });
  read_notifications(in, bucket);
  bucket.tags = read_tags(in);
  reading.stack.buckets.push_back(std::move(bucket));
}

}  // namespace cfn
