#include "emulator/s3/buckets.h"

#include <algorithm>

#include "base/log.h"
#include "emulator/s3/blobs.h"
#include "emulator/s3/errors.h"

namespace s3 {

Buckets::Buckets(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries)
    : loop_(loop),
      store_(store),
      deliveries_(deliveries),
      bucket_space_(store.space("s3/bucket")),
      objects_(loop, store, deliveries),
      uploads_(store) {
  store_.each(bucket_space_, "", [&](std::string_view name, std::string_view value) {
    buckets_.emplace(name, decode_bucket(value));
    return true;
  });
  expire_from(loop_.now());  // a machine that sleeps at midnight
}

void Buckets::ensure(const BucketDescription& description) {
  const Bucket* found = find(description.name);
  if (found && found->account != description.account) throw bucket_already_exists(description.name);
  if (!found) {
    create({.name = description.name, .account = description.account, .region = description.region});
  }
  std::vector<Notification> notifications;
  for (const BucketNotification& described : description.notifications) {
    Notification& made = notifications.emplace_back(Notification{.events = {described.event},
                                                                 .target_arn = described.target_arn,
                                                                 .prefix = described.prefix,
                                                                 .suffix = described.suffix});
    made.id = notification_id(made);
  }
  check_notifications(notifications);
  Bucket wanted = get(description.name);
  wanted.notifications = {.configured = std::move(notifications), .event_bridge = description.event_bridge};
  wanted.policy = description.policy.empty() ? BucketPolicy() : BucketPolicy::parse(description.policy, wanted.arn());
  wanted.lifecycle = description.lifecycle;
  for (std::size_t i = 0; i < wanted.lifecycle.size(); ++i) {
    if (wanted.lifecycle[i].id.empty()) wanted.lifecycle[i].id = "rule-" + std::to_string(i + 1);
  }
  wanted.public_access_block = description.public_access_block;
  wanted.tags = description.tags;
  if (wanted != get(description.name)) change(description.name, [&](Bucket& bucket) { bucket = wanted; });
}

const Bucket* Buckets::find(std::string_view name) const {
  const auto found = buckets_.find(name);
  return found == buckets_.end() ? nullptr : &found->second;
}

const Bucket& Buckets::get(std::string_view name) const {
  const Bucket* found = find(name);
  if (!found) throw no_such_bucket(name);
  return *found;
}

std::vector<const Bucket*> Buckets::list(std::string_view account) const {
  std::vector<const Bucket*> result;
  for (const auto& [name, bucket] : buckets_) {
    if (bucket.account == account) result.push_back(&bucket);
  }
  return result;
}

void Buckets::save(const Bucket& bucket) {
  store::Transaction transaction(store_);
  transaction.put(bucket_space_, bucket.name, encode(bucket));
  transaction.on_commit([&] { buckets_.insert_or_assign(bucket.name, bucket); });
  transaction.commit();
}

void Buckets::create(Bucket bucket) {
  if (!is_valid_bucket_name(bucket.name)) throw invalid_bucket_name(bucket.name);
  bucket.created = now_in_seconds();
  save(bucket);
}

void Buckets::remove(std::string_view name) {
  const Bucket& bucket = get(name);
  if (objects_.has_any(name)) throw bucket_not_empty(name);
  store::Transaction transaction(store_);
  transaction.erase(bucket_space_, bucket.name);
  uploads_.each(name, "", "", "", [&](const Upload& upload) {
    uploads_.erase(transaction, name, upload);
    return true;
  });
  transaction.commit();
  buckets_.erase(buckets_.find(name));
}

void Buckets::change(std::string_view name, const std::function<void(Bucket&)>& edit) {
  Bucket changed = get(name);
  edit(changed);
  save(changed);
}

void Buckets::set_notifications(std::string_view name, Notifications notifications, const protocol::Call& call) {
  Bucket changed = get(name);
  const auto told_before = [&](const std::string& arn) {
    const auto& before = get(name).notifications.configured;
    return std::ranges::find(before, arn, &Notification::target_arn) != before.end();
  };
  store::Transaction transaction(store_);
  for (const Notification& notification : notifications.configured) {
    const std::string& arn = notification.target_arn;
    if (arn.starts_with("arn:aws:lambda:") || told_before(arn)) continue;
    deliveries_.send(transaction, {.target = arn, .source = changed.arn(), .payload = test_message(changed, call)});
  }
  changed.notifications = std::move(notifications);
  transaction.put(bucket_space_, changed.name, encode(changed));
  transaction.on_commit([&] { buckets_.insert_or_assign(changed.name, changed); });
  transaction.commit();
}

std::optional<std::string> Buckets::find_object(std::string_view bucket, std::string_view key) const {
  const auto object = objects_.find(bucket, key);
  if (!object) return std::nullopt;
  if (!object->has_blob()) return objects_.bytes_of(bucket, key, *object);
  std::string bytes;
  BlobReader reader(loop_, store_, object->blob);
  for (std::string_view piece = reader.read(); !piece.empty(); piece = reader.read()) bytes += piece;
  return bytes;
}

base::TimePoint Buckets::now_in_seconds() const { return std::chrono::floor<std::chrono::seconds>(loop_.now()); }

void Buckets::expire_from(base::TimePoint time) {
  midnight_ = loop_.at(time, loop::TimerKind::kPeriodic, [this] {
    expire_from(next_midnight(loop_.now()));
    expire();
  });
}

void Buckets::expire() {
  // Names first: while one bucket's objects go, nothing else runs, but the map may not be what it was to the iterator.
  std::vector<std::string> names;
  for (const auto& [name, bucket] : buckets_) {
    if (!bucket.lifecycle.empty()) names.push_back(name);
  }
  for (const std::string& name : names) {
    try {
      expire_objects(get(name));
      abort_old_uploads(get(name));
    } catch (const std::runtime_error& error) {
      base::log_error("lifecycle rules not carried out, tried again at the next midnight",
                      {{"bucket", name}, {"error", error.what()}});
    }
  }
}

void Buckets::expire_objects(const Bucket& bucket) {
  const base::TimePoint now = loop_.now();
  const protocol::Call call{.account = bucket.account,
                            .region = bucket.region,
                            .request_id = loop_.world().hex(16),
                            .caller = "s3.amazonaws.com",
                            .now = now};
  const Cause cause{.event = "LifecycleExpiration:Delete", .call = call, .peer = "127.0.0.1:0"};
  constexpr std::size_t kBatch = 256;
  std::size_t expired = 0;
  std::size_t in_transaction = 0;
  std::optional<store::Transaction> transaction;
  const auto commit = [&] {
    if (transaction) transaction->commit();
    transaction.reset();
    in_transaction = 0;
  };
  for (const LifecycleRule& rule : bucket.lifecycle) {
    if (!rule.enabled || !rule.expiration_days) continue;
    objects_.each(bucket.name, rule.prefix, [&](const std::string& key, const Object& object) {
      if (expiry_of(object.last_modified, *rule.expiration_days) > now) return;
      if (!transaction) transaction.emplace(store_);
      objects_.erase(*transaction, bucket, key, object, cause);
      ++expired;
      if (++in_transaction == kBatch) commit();
    });
    commit();  // two rules may speak of one object: the next does not meet it any more
  }
  if (expired > 0) base::log_info("objects expired", {{"bucket", bucket.name}, {"objects", expired}});
}

void Buckets::abort_old_uploads(const Bucket& bucket) {
  for (const LifecycleRule& rule : bucket.lifecycle) {
    if (!rule.enabled || !rule.abort_multipart_days) continue;
    uploads_.each(bucket.name, rule.prefix, "", "", [&](const Upload& upload) {
      if (expiry_of(upload.initiated, *rule.abort_multipart_days) > loop_.now()) return true;
      store::Transaction transaction(store_);
      uploads_.erase(transaction, bucket.name, upload);
      transaction.commit();
      return true;
    });
  }
}

}  // namespace s3
