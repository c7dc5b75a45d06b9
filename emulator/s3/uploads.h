#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/s3/object.h"
#include "emulator/store/store.h"

namespace loop {
class World;
}

namespace s3 {

// An upload in parts that has begun and not ended.
struct Upload {
  std::string id = {};
  std::string key = {};
  base::TimePoint initiated = {};
  std::string initiator = {};  // ARN
  std::string account = {};
  Object object = {};  // what it will be: headers, metadata, tags
  ChecksumAlgorithm algorithm = ChecksumAlgorithm::kCrc64Nvme;
  ChecksumType type = ChecksumType::kFullObject;
  bool checksum_asked = false;  // by the client; otherwise S3's default, of which it does not speak before the end
};

// The uploads of all buckets and their parts. A part is an object whose bytes lie with it or in a blob.
class Uploads {
 public:
  explicit Uploads(store::Store& store);

  // Ids sort by the time of their beginning.
  static std::string new_id(loop::World& world, base::TimePoint now);

  std::optional<Upload> find(std::string_view bucket, std::string_view key, std::string_view id) const;
  void put(store::Transaction& transaction, std::string_view bucket, const Upload& upload);
  // With its parts.
  void erase(store::Transaction& transaction, std::string_view bucket, const Upload& upload);
  // By key, then in the order of their beginning, those behind (key, id), until `visit` returns false.
  void each(std::string_view bucket, std::string_view prefix, std::string_view after_key, std::string_view after_id,
            const std::function<bool(const Upload&)>& visit) const;

  std::optional<Object> find_part(std::string_view id, int number) const;
  void put_part(store::Transaction& transaction, std::string_view id, int number, const Object& part);
  std::vector<std::pair<int, Object>> parts(std::string_view id, int after = 0, std::size_t most = 10'000) const;

 private:
  store::Store& store_;
  store::Space upload_space_ = {};  // bucket NUL key NUL id → JSON
  store::Space part_space_ = {};    // id, number (two bytes) → object
};

}  // namespace s3
