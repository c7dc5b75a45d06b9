#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/delivery/deliveries.h"
#include "emulator/loop/loop.h"
#include "emulator/protocol/call.h"
#include "emulator/s3/bucket.h"
#include "emulator/s3/objects.h"
#include "emulator/s3/uploads.h"
#include "emulator/store/store.h"

namespace s3 {

// A bucket as the template describes it.
struct BucketNotification {
  std::string event = {};       // s3:ObjectCreated:*
  std::string target_arn = {};  // of a function, queue or topic
  std::string prefix = {};
  std::string suffix = {};
};
struct BucketDescription {
  std::string name = {};
  std::string account = {};
  std::string region = {};
  std::vector<BucketNotification> notifications = {};
  bool event_bridge = false;
  std::string policy = {};  // JSON; empty: none
  std::vector<LifecycleRule> lifecycle = {};
  std::optional<PublicAccessBlock> public_access_block = {};
  std::vector<std::pair<std::string, std::string>> tags = {};
};

// All buckets, whoever owns them: names are global. Their settings are kept in memory too.
class Buckets {
 public:
  Buckets(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries);

  // Makes the bucket, or brings the settings of the one that is there up to this. Throws bucket_already_exists() where
  // it is another account's, invalid_bucket_name(), invalid_argument() for notifications that S3 would refuse,
  // malformed_policy(). No test message is sent.
  void ensure(const BucketDescription& description);

  const Bucket* find(std::string_view name) const;
  const Bucket& get(std::string_view name) const;  // throws no_such_bucket()
  std::vector<const Bucket*> list(std::string_view account) const;
  void create(Bucket bucket);          // the caller has looked that there is none
  void remove(std::string_view name);  // throws bucket_not_empty(); uploads in parts go along
  // Changes its settings, durably.
  void change(std::string_view name, const std::function<void(Bucket&)>& edit);
  // The same for notifications; queues and topics that were not told before get a test message.
  void set_notifications(std::string_view name, Notifications notifications, const protocol::Call& call);

  // An object's bytes, however large; nothing where there is no such object. For others inside, and from a fiber.
  std::optional<std::string> find_object(std::string_view bucket, std::string_view key) const;

  // Removes what the rules of lifecycle say is over. The loop calls it at the start and at each midnight (UTC).
  void expire();

  Objects& objects() { return objects_; }
  const Objects& objects() const { return objects_; }
  Uploads& uploads() { return uploads_; }
  store::Store& store() { return store_; }
  loop::Loop& loop() const { return loop_; }
  base::TimePoint now_in_seconds() const;  // what LastModified will say

 private:
  void save(const Bucket& bucket);
  void expire_objects(const Bucket& bucket);
  void abort_old_uploads(const Bucket& bucket);
  void expire_from(base::TimePoint time);

  loop::Loop& loop_;
  store::Store& store_;
  delivery::Deliveries& deliveries_;
  store::Space bucket_space_ = {};  // name → JSON
  std::map<std::string, Bucket, std::less<>> buckets_ = {};
  Objects objects_;
  Uploads uploads_;
  loop::Timer midnight_ = {};
};

}  // namespace s3
