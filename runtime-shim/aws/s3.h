#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/client.h"

namespace aws {

// ETags are without their quotes.
struct ObjectInfo {
  std::string key = {};
  std::string etag = {};
  std::uint64_t size = 0;
  base::TimePoint last_modified = {};  // whole seconds where a header says it (head, get)
};

// "" or nothing: no such condition.
struct ReadOptions {
  std::string if_match = {};               // an ETag
  std::uint64_t first = 0;                 // the first byte wanted
  std::optional<std::uint64_t> last = {};  // the last one, included
};

struct WriteOptions {
  std::string content_type = "application/octet-stream";
  std::string server_side_encryption = {};  // "AES256"; empty: the bucket's default
  std::string if_match = {};                // an ETag
  bool if_none_match = false;               // only where no object has the key yet
  // A conditional put that was applied fails its own condition when it is sent again, so it is not. kYes: the caller
  // takes an unmet condition for done, as its key says what lies there.
  Repeat repeat = Repeat::kByOperation;
};

// What one request lists, in bytewise order. With a delimiter, keys that share their beginning up to it are one folder.
struct ListRequest {
  std::string prefix = {};
  std::string delimiter = {};
  std::string start_after = {};  // a key, which is not listed itself
  std::string token = {};        // of the page before
  int max = 1000;                // S3 gives no more
};
struct ListPage {
  std::vector<ObjectInfo> objects = {};
  std::vector<std::string> folders = {};
  std::string next = {};  // the token for what follows; "" where this is the last
};

// Objects in buckets. Keys are any UTF-8. A missing object is Error "NoSuchKey" (404), an unmet condition Error
// "PreconditionFailed" (412).
class S3 {
 public:
  using Sink = std::function<void(std::string_view)>;

  explicit S3(Client& client) : client_(client) {}  // must outlive this

  std::optional<ObjectInfo> find_head(std::string_view bucket, std::string_view key);
  // Streams the bytes; a body that breaks off is fetched on from there, conditionally on the same ETag.
  ObjectInfo get(std::string_view bucket, std::string_view key, const Sink& sink, const ReadOptions& options = {});
  std::string get_text(std::string_view bucket, std::string_view key, const ReadOptions& options = {});
  std::optional<std::string> find_text(std::string_view bucket, std::string_view key);

  std::string put(std::string_view bucket, std::string_view key, std::string_view body,
                  const WriteOptions& options = {});  // its ETag
  // Copies within S3 (up to 5 GiB, S3's limit for one copy). `if_etag`: only while the source has that ETag.
  std::string copy(std::string_view from_bucket, std::string_view from_key, std::string_view to_bucket,
                   std::string_view to_key, std::string_view if_etag = {});  // the copy's ETag
  // A key that is not there is fine. `if_etag`: only while the object has that ETag. (S3 conditional deletes)
  void remove(std::string_view bucket, std::string_view key, std::string_view if_etag = {});
  ListPage list_page(std::string_view bucket, const ListRequest& request);
  // All keys under the prefix in bytewise order, page after page.
  void list(std::string_view bucket, std::string_view prefix, const std::function<void(const ObjectInfo&)>& visit);

 private:
  friend class Upload;
  Client::Request request(std::string_view operation, std::string_view method, std::string_view bucket,
                          std::string_view key) const;
  Client& client_;
};

}  // namespace aws
