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
  std::vector<std::string> vendors();  // everybody who has something in raw/
  // Up to `max` keys of a vendor's day ("2026-01-02") in their order, from behind `after` on.
  std::vector<std::string> list_day(std::string_view vendor_id, std::string_view day, std::string_view after,
                                    int max = 1000);

 private:
  aws::S3 s3_;
  std::string bucket_;
};

}  // namespace ports
