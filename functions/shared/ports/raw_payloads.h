#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/s3.h"

namespace ports {

// The vendors' bodies, byte for byte, each written once and never again. (domain/raw_key.h says where)
class RawPayloads {
 public:
  RawPayloads(aws::Client& client, std::string bucket) : s3_(client), bucket_(std::move(bucket)) {}

  const std::string& bucket() const { return bucket_; }

  // A key names one ingest record, and a record one digest: what lies under the key already is this body.
  void put(std::string_view key, std::string_view body);
  bool exists(std::string_view key);
  // Throws aws::Error "NoSuchKey" where nothing lies there.
  std::string get(std::string_view key) { return s3_.get_text(bucket_, key); }
  std::vector<std::string> vendors();  // everybody who has something in raw/
  // Keys of a vendor received from `from` on and before `to` (receivedAt's spelling), in their order, from behind the
  // key `after` on; up to `max`. Asks S3 for the longest prefix that these have in common.
  struct Span {
    std::string vendor_id = {}, from = {}, to = {};
  };
  std::vector<std::string> list(const Span& span, std::string_view after, int max);

 private:
  aws::S3 s3_;
  std::string bucket_;
};

}  // namespace ports
