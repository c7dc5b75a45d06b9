#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/delivery/deliveries.h"
#include "emulator/loop/loop.h"
#include "emulator/s3/notification.h"
#include "emulator/s3/object.h"
#include "emulator/store/store.h"

namespace s3 {

struct Bucket;

// What a page of a listing is asked for.
struct ListQuery {
  std::string prefix = {};
  std::string delimiter = {};
  std::string after = {};  // keys behind this one; a common prefix that is this is behind already
  std::size_t most = 1000;
};
struct Listing {
  std::vector<std::pair<std::string, Object>> objects = {};
  std::vector<std::string> prefixes = {};
  bool truncated = false;
  std::string last = {};  // the key or common prefix that the next page is `after`
};

// The objects of all buckets: records in the store, and the notifications that go with each change, in the transaction
// that makes it. Knows nothing of who may.
class Objects {
 public:
  Objects(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries);

  std::optional<Object> find(std::string_view bucket, std::string_view key) const;
  // All bytes of an object that has no blob. `object` is as find() gave it.
  std::string bytes_of(std::string_view bucket, std::string_view key, const Object& object) const;

  // In place of `before`, what find() says of this key now. The object's bytes come with it, or its blob does.
  void put(store::Transaction& transaction, const Bucket& bucket, const std::string& key, Object object,
           const std::optional<Object>& before, const Cause& cause);
  // Other tags for an object that stays.
  void rewrite(store::Transaction& transaction, const Bucket& bucket, const std::string& key, const Object& object,
               const Cause& cause);
  void erase(store::Transaction& transaction, const Bucket& bucket, const std::string& key, const Object& object,
             const Cause& cause);

  bool has_any(std::string_view bucket) const;
  Listing list(std::string_view bucket, const ListQuery& query) const;
  // Every object whose key begins so, in the order of keys. The visitor may change what it is shown.
  void each(std::string_view bucket, std::string_view prefix,
            const std::function<void(const std::string& key, const Object& object)>& visit) const;

 private:
  void notify(store::Transaction& transaction, const Bucket& bucket, const std::string& key, const Object* object,
              const Cause& cause);

  loop::Loop& loop_;
  store::Store& store_;
  delivery::Deliveries& deliveries_;
  store::Space object_space_ = {};  // bucket NUL key → the object, small bytes included
  store::Space body_space_ = {};    // the same key → bytes of middling size
  std::uint64_t last_sequencer_ = 0;
};

// "bucket\0key": how both spaces, and the uploads, name an object.
std::string record_key(std::string_view bucket, std::string_view key);

}  // namespace s3
