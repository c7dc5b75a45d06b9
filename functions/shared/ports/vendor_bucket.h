#pragma once

namespace ports {

// What the policy of the vendors' bucket asks of every put (infra/template.yaml, VendorBucketPolicy): to say that the
// object is encrypted, and how.
inline constexpr const char* kVendorEncryption = "AES256";

}  // namespace ports
