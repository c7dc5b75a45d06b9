#include "emulator/s3/bucket_policy.h"

#include <fmt/format.h>

#include "emulator/s3/errors.h"
#include "emulator/s3/request.h"

namespace s3 {
namespace bucket_policy_detail {

constexpr std::string_view kHeaderKeys = "s3:x-amz-";
constexpr std::string_view kEncryptionKey = "s3:x-amz-server-side-encryption";

bool knows(std::string_view key) {
  return key.starts_with(kHeaderKeys) || key == "s3:prefix" || key == "aws:principalarn" ||
         key == "aws:securetransport";
}

std::optional<std::string> value_of(const Request& request, std::string_view key) {
  const auto found = [](const std::string* value) { return value ? std::optional(*value) : std::nullopt; };
  // The parts of an upload are encrypted as it was begun, which a policy has judged then.
  if (key == kEncryptionKey && request.parameter("uploadId")) return "AES256";
  if (key.starts_with(kHeaderKeys)) return found(request.header(key.substr(3)));
  if (key == "s3:prefix") return found(request.parameter("prefix"));
  if (key == "aws:principalarn") return request.call.principal.empty() ? request.call.caller : request.call.principal;
  return "true";
}

// The account's owner gets a bucket back that a policy has closed. (S3 User Guide, "Adding a bucket policy")
bool is_way_back(const Request& request, std::string_view action) {
  return request.call.principal.empty() && action.ends_with("BucketPolicy");
}

}  // namespace bucket_policy_detail

using namespace bucket_policy_detail;

BucketPolicy BucketPolicy::parse(std::string text, std::string_view bucket_arn) {
  BucketPolicy policy;
  try {
    policy.policy_ =
        std::make_shared<iam::ResourcePolicy>(iam::ResourcePolicy::parse(base::Json::parse(text), bucket_arn, knows));
  } catch (const base::JsonError& error) {
    throw malformed_policy(fmt::format("This policy contains invalid Json: {}", error.what()));
  } catch (const iam::PolicyError& error) {
    throw malformed_policy(error.what());
  }
  policy.text_ = std::move(text);
  return policy;
}

void BucketPolicy::check(const Request& request, std::string_view action, std::string_view resource) const {
  if (!policy_ || is_way_back(request, action)) return;
  const bool denied = policy_->denies(
      {.call = request.call, .action = action, .resource = resource, .value = [&](std::string_view key) {
         return value_of(request, key);
       }});
  if (!denied) return;
  throw access_denied(fmt::format(
      "User: {} is not authorized to perform: {} on resource: \"{}\" with an explicit deny in a resource-based policy",
      request.call.caller, action, resource));
}

}  // namespace s3
