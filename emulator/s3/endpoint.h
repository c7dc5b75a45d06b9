#pragma once

#include <string_view>

#include "emulator/protocol/endpoint.h"
#include "emulator/s3/buckets.h"
#include "emulator/s3/operations.h"

namespace s3 {

// S3 on the wire: REST, with XML where there are documents. Requests without a signature are the account's owner's, as
// they are everywhere here.
class S3Endpoint : public protocol::Endpoint {
 public:
  explicit S3Endpoint(Buckets& buckets) : buckets_(buckets) {}  // which outlives it
  std::string_view service() const override { return "s3"; }

 protected:
  http::Response serve(http::Request& request, protocol::Call& call) const override;
  http::Response write(const protocol::Fault& fault, const protocol::Call& call) const override;

 private:
  Buckets& buckets_;
};

// The row that a request is of. Throws method_not_allowed(), and not_supported() for the sub-resources that S3 has and
// we do not.
const Operation& find_operation(const Request& request);

}  // namespace s3
