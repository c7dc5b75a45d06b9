#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace http {
struct Request;
}

namespace protocol {

struct Call;

// What IAM is asked before an operation runs. emulator/iam answers; protocol only knows that somebody does.
class Authorizer {
 public:
  virtual ~Authorizer() = default;
  // Who calls: fills in account, region, caller and principal. `body` is the whole body where the protocol has read it,
  // and nothing where it is streamed (the header x-amz-content-sha256 then stands for it). Throws the Fault of a bad
  // signature.
  virtual void identify(const http::Request& request, std::optional<std::string_view> body, Call& call) const = 0;
  // Throws AccessDenied unless the caller may do `action` on every one of `resources` (ARNs).
  virtual void require(const Call& call, std::string_view action, const std::vector<std::string>& resources) const = 0;
};

// What an operation knows of its call besides its own fields.
struct Call {
  std::string account = "000000000000";
  std::string region = "us-east-1";
  std::string request_id = {};
  std::string caller = {};     // ARN of who calls: "arn:aws:iam::000000000000:root", an assumed role
  std::string principal = {};  // what the authorizer keeps its policies under; empty: the account's owner, who may all
  std::string access_key = {};
  std::string_view action = {};  // of the operation that runs: "sqs:SendMessage"
  std::string endpoint = {};     // "http://127.0.0.1:4566": what the caller reached us by, for the URLs in answers
  base::TimePoint now = {};
  const Authorizer* authorizer = nullptr;  // null in tests of one operation: everything is allowed

  void require(std::string_view asked, const std::vector<std::string>& resources) const {
    if (authorizer) authorizer->require(*this, asked, resources);
  }
};

// "arn:aws:sqs:us-east-1:000000000000:orders"
std::string make_arn(std::string_view service, const Call& call, std::string_view resource);

}  // namespace protocol
