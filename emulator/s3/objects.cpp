#include "emulator/s3/objects.h"

#include <fmt/format.h>

#include <algorithm>

#include "emulator/s3/bucket.h"

namespace s3 {

namespace {
bool has_body_record(const Object& object) { return !object.has_blob() && object.size > kInlineBytes; }
}  // namespace

std::string record_key(std::string_view bucket, std::string_view key) {
  std::string result;
  result.reserve(bucket.size() + 1 + key.size());
  result += bucket;
  result += '\0';
  result += key;
  return result;
}

Objects::Objects(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries)
    : loop_(loop),
      store_(store),
      deliveries_(deliveries),
      object_space_(store.space("s3/object")),
      body_space_(store.space("s3/body")) {}

std::optional<Object> Objects::find(std::string_view bucket, std::string_view key) const {
  const auto record = store_.get(object_space_, record_key(bucket, key));
  if (!record) return std::nullopt;
  return decode_object(*record);
}

std::string Objects::bytes_of(std::string_view bucket, std::string_view key, const Object& object) const {
  if (!has_body_record(object)) return object.bytes;
  auto body = store_.get(body_space_, record_key(bucket, key));
  if (!body || body->size() != object.size) {
    throw store::ReadError(fmt::format("the body of s3://{}/{} is missing in the store", bucket, key));
  }
  return std::move(*body);
}

void Objects::put(store::Transaction& transaction, const Bucket& bucket, const std::string& key, Object object,
                  const std::optional<Object>& before, const Cause& cause) {
  const std::string record = record_key(bucket.name, key);
  if (object.has_blob()) transaction.keep_blob(object.blob);
  if (before && before->has_blob()) transaction.drop_blob(before->blob);
  if (has_body_record(object)) {
    transaction.put(body_space_, record, std::move(object.bytes));
    object.bytes.clear();
  } else if (before && has_body_record(*before)) {
    transaction.erase(body_space_, record);
  }
  transaction.put(object_space_, record, encode(object));
  notify(transaction, bucket, key, &object, cause);
}

void Objects::rewrite(store::Transaction& transaction, const Bucket& bucket, const std::string& key,
                      const Object& object, const Cause& cause) {
  transaction.put(object_space_, record_key(bucket.name, key), encode(object));
  notify(transaction, bucket, key, &object, cause);
}

void Objects::erase(store::Transaction& transaction, const Bucket& bucket, const std::string& key, const Object& object,
                    const Cause& cause) {
  const std::string record = record_key(bucket.name, key);
  if (object.has_blob()) transaction.drop_blob(object.blob);
  if (has_body_record(object)) transaction.erase(body_space_, record);
  transaction.erase(object_space_, record);
  notify(transaction, bucket, key, nullptr, cause);
}

void Objects::notify(store::Transaction& transaction, const Bucket& bucket, const std::string& key,
                     const Object* object, const Cause& cause) {
  // Of two changes of one key the later has the greater one, compared as text of the same length.
  const auto next_sequencer = [&] {
    const auto now = static_cast<std::uint64_t>(loop_.now().time_since_epoch().count());
    last_sequencer_ = std::max(last_sequencer_ + 1, now);
    return fmt::format("{:018X}", last_sequencer_);
  };
  for (const Notification& notification : bucket.notifications.configured) {
    if (!matches(notification, cause.event, key)) continue;
    deliveries_.send(transaction,
                     {.target = notification.target_arn,
                      .source = bucket.arn(),
                      .payload = event_message(notification, bucket, key, object, cause, next_sequencer())});
  }
  if (!bucket.notifications.event_bridge) return;
  if (auto event = bridge_event(bucket, key, object, cause, next_sequencer(), loop_.world().uuid())) {
    deliveries_.send(transaction, std::move(*event));
  }
}

bool Objects::has_any(std::string_view bucket) const {
  const std::string from = record_key(bucket, "");
  return !store_.scan(object_space_, from, store::prefix_end(from), 1).empty();
}

void Objects::each(std::string_view bucket, std::string_view prefix,
                   const std::function<void(const std::string&, const Object&)>& visit) const {
  store_.each(object_space_, record_key(bucket, prefix), [&](std::string_view record, std::string_view value) {
    visit(std::string(record.substr(bucket.size() + 1)), decode_object(value));
    return true;
  });
}

Listing Objects::list(std::string_view bucket, const ListQuery& query) const {
  // Behind a common prefix the walk goes on at the first key that it does not cover. What was read ahead was read in
  // vain then, so pages are short where prefixes are found, and grow where none are.
  constexpr std::size_t kShortPage = 8, kLongPage = 512;
  Listing listing;
  const std::string begin = record_key(bucket, query.prefix);
  const std::string end = store::prefix_end(begin);
  std::string from = std::max(begin, record_key(bucket, query.after) + '\0');
  if (query.after.empty()) from = begin;
  std::size_t page_size = query.delimiter.empty() ? std::min(query.most + 1, kLongPage) : kShortPage;

  const auto is_full = [&](const std::string& next) {
    if (listing.objects.size() + listing.prefixes.size() < query.most) {
      listing.last = next;
      return false;
    }
    listing.truncated = query.most > 0;
    return true;
  };
  for (;;) {
    auto page = store_.scan(object_space_, from, end, page_size);
    const bool is_last = page.size() < page_size;
    std::string jump;
    for (auto& [record, value] : page) {
      std::string key = record.substr(bucket.size() + 1);
      const auto at = query.delimiter.empty() ? std::string::npos : key.find(query.delimiter, query.prefix.size());
      if (at == std::string::npos) {
        if (is_full(key)) return listing;
        listing.objects.emplace_back(std::move(key), decode_object(value));
        continue;
      }
      const std::string common = key.substr(0, at + query.delimiter.size());
      if (common != query.after) {
        if (is_full(common)) return listing;
        listing.prefixes.push_back(common);
      }
      jump = store::prefix_end(record_key(bucket, common));
      break;
    }
    if (!jump.empty()) {
      from = std::move(jump);
      page_size = kShortPage;
    } else {
      if (is_last) return listing;
      from = page.back().first + '\0';
      page_size = std::min(page_size * 2, kLongPage);
    }
  }
}

}  // namespace s3
