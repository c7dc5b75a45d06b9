#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "emulator/iam/resource_policy.h"

namespace s3 {

struct Bucket;
struct Request;

// A bucket's policy: its text, kept as it came, and what it denies. Condition keys are headers (s3:x-amz-…), s3:prefix,
// aws:PrincipalArn and aws:SecureTransport, which is true here: what the emulator stands for is reached by TLS. (S3
// User Guide, "Bucket policies for Amazon S3")
class BucketPolicy {
 public:
  BucketPolicy() = default;  // there is none
  // Throws malformed_policy().
  static BucketPolicy parse(std::string text, std::string_view bucket_arn);

  const std::string& text() const { return text_; }
  bool is_public() const { return policy_ && policy_->is_public(); }
  // Throws access_denied() where the policy denies it. `resource`: the ARN of the bucket or of an object in it.
  void check(const Request& request, std::string_view action, std::string_view resource) const;

  friend bool operator==(const BucketPolicy& a, const BucketPolicy& b) { return a.text_ == b.text_; }

 private:
  std::string text_ = {};
  std::shared_ptr<const iam::ResourcePolicy> policy_ = {};
};

}  // namespace s3
