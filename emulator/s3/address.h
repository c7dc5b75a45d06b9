#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emulator/http/message.h"

namespace s3 {

// Whom a request is about.
struct Address {
  std::string bucket = {};
  std::string key = {};
};

// The bucket is in the host ("bucket.s3.us-east-1.amazonaws.com", "bucket.localhost:4566") or at the beginning of the
// path. Throws invalid_uri(), key_too_long(). (S3 User Guide, "Virtual hosting of buckets")
Address parse_address(const http::Request& request);

// The bucket that a Host header names, if any.
std::optional<std::string> find_bucket_of_host(std::string_view host);

}  // namespace s3
