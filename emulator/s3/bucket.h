#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "emulator/s3/bucket_policy.h"
#include "emulator/s3/lifecycle.h"
#include "emulator/s3/notification.h"

namespace s3 {

struct PublicAccessBlock {
  bool block_public_acls = false;
  bool ignore_public_acls = false;
  bool block_public_policy = false;
  bool restrict_public_buckets = false;

  bool operator==(const PublicAccessBlock&) const = default;
};

// A bucket's settings. Its objects are found by its name.
struct Bucket {
  std::string name = {};
  std::string account = {};  // of its owner
  std::string region = {};
  base::TimePoint created = {};
  Notifications notifications = {};
  std::vector<LifecycleRule> lifecycle = {};
  std::optional<PublicAccessBlock> public_access_block = {};
  std::vector<std::pair<std::string, std::string>> tags = {};
  BucketPolicy policy = {};
  bool versioning_suspended = false;  // it was never enabled: that is not supported

  std::string arn() const { return "arn:aws:s3:::" + name; }
  bool operator==(const Bucket&) const = default;
};

std::string encode(const Bucket& bucket);
Bucket decode_bucket(std::string_view record);

// S3's rules of bucket names. (S3 User Guide, "General purpose bucket naming rules")
bool is_valid_bucket_name(std::string_view name);

// What S3 calls an account: 64 hexadecimal digits, here made of the account's number.
std::string canonical_user_id(std::string_view account);

}  // namespace s3
