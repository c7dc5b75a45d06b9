#include "emulator/s3/bucket.h"

#include <algorithm>

#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"

namespace s3 {
namespace bucket_record {

using base::Json;

Json write(const std::optional<int>& number) { return number ? Json(*number) : Json(); }
std::optional<int> read_number(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional<int>(static_cast<int>(json.as_int()));
}

Json write(const Notification& n) {
  Json events = Json::array();
  for (const std::string& event : n.events) events.push_back(event);
  return {{"id", n.id}, {"events", events}, {"target", n.target_arn}, {"prefix", n.prefix}, {"suffix", n.suffix}};
}
Notification read_notification(const Json& j) {
  Notification n{.id = j.at("id").as_string(),
                 .target_arn = j.at("target").as_string(),
                 .prefix = j.at("prefix").as_string(),
                 .suffix = j.at("suffix").as_string()};
  for (const Json& event : j.at("events").elements()) n.events.push_back(event.as_string());
  return n;
}

Json write(const LifecycleRule& r) {
  return {{"id", r.id},
          {"enabled", r.enabled},
          {"prefix", r.prefix},
          {"expirationDays", write(r.expiration_days)},
          {"abortMultipartDays", write(r.abort_multipart_days)}};
}
LifecycleRule read_rule(const Json& j) {
  return {.id = j.at("id").as_string(),
          .enabled = j.at("enabled").as_bool(),
          .prefix = j.at("prefix").as_string(),
          .expiration_days = read_number(j.at("expirationDays")),
          .abort_multipart_days = read_number(j.at("abortMultipartDays"))};
}

Json write(const PublicAccessBlock& b) {
  return Json::array({b.block_public_acls, b.ignore_public_acls, b.block_public_policy, b.restrict_public_buckets});
}
PublicAccessBlock read_block(const Json& j) {
  return {j.at(std::size_t{0}).as_bool(), j.at(1).as_bool(), j.at(2).as_bool(), j.at(3).as_bool()};
}

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_ip_address(std::string_view name) {
  const auto parts = base::split(name, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view part) {
           return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
         });
}

}  // namespace bucket_record

using namespace bucket_record;

std::string encode(const Bucket& b) {
  Json json = {{"account", b.account},
               {"region", b.region},
               {"created", base::to_epoch_millis(b.created)},
               {"versioningSuspended", b.versioning_suspended},
               {"notifications", Json::array()},
               {"lifecycle", Json::array()},
               {"tags", Json::array()}};
  for (const Notification& notification : b.notifications.configured)
    json["notifications"].push_back(write(notification));
  for (const LifecycleRule& rule : b.lifecycle) json["lifecycle"].push_back(write(rule));
  for (const auto& [key, value] : b.tags) json["tags"].push_back(Json::array({key, value}));
  if (!b.policy.text().empty()) json.set("policy", b.policy.text());
  if (b.notifications.event_bridge) json.set("eventBridge", true);
  if (b.public_access_block) json.set("publicAccessBlock", write(*b.public_access_block));
  return json.set("name", b.name).dump();
}

Bucket decode_bucket(std::string_view record) {
  const Json j = Json::parse(record);
  Bucket bucket{.name = j.at("name").as_string(),
                .account = j.at("account").as_string(),
                .region = j.at("region").as_string(),
                .created = base::from_epoch_millis(j.at("created").as_int()),
                .versioning_suspended = j.at("versioningSuspended").as_bool()};
  for (const Json& element : j.at("notifications").elements()) {
    bucket.notifications.configured.push_back(read_notification(element));
  }
  bucket.notifications.event_bridge = j.contains("eventBridge");
  if (const Json* policy = j.find("policy")) bucket.policy = BucketPolicy::parse(policy->as_string(), bucket.arn());
  for (const Json& element : j.at("lifecycle").elements()) bucket.lifecycle.push_back(read_rule(element));
  for (const Json& tag : j.at("tags").elements()) {
    bucket.tags.emplace_back(tag.at(std::size_t{0}).as_string(), tag.at(1).as_string());
  }
  if (const Json* block = j.find("publicAccessBlock")) bucket.public_access_block = read_block(*block);
  return bucket;
}

bool is_valid_bucket_name(std::string_view name) {
  if (name.size() < 3 || name.size() > 63 || !is_lower_or_digit(name.front()) || !is_lower_or_digit(name.back())) {
    return false;
  }
  const auto allowed = [](char c) { return is_lower_or_digit(c) || c == '-' || c == '.'; };
  if (!std::ranges::all_of(name, allowed) || name.find("..") != std::string_view::npos || is_ip_address(name)) {
    return false;
  }
  constexpr std::string_view kReservedBeginnings[] = {"xn--", "sthree-", "amzn-s3-demo-"};
  constexpr std::string_view kReservedEnds[] = {"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"};
  return std::ranges::none_of(kReservedBeginnings, [&](auto begin) { return name.starts_with(begin); }) &&
         std::ranges::none_of(kReservedEnds, [&](auto end) { return name.ends_with(end); });
}

std::string canonical_user_id(std::string_view account) { return base::to_hex(base::sha256(account)); }

}  // namespace s3
