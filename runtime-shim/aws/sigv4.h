#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

// Signature Version 4: what a client computes to sign, and what a server computes again to verify. Pure: no network, no
// clock. (IAM User Guide, "Create a signed AWS API request"; S3 API Reference, "Authenticating Requests")

namespace aws::sigv4 {

inline constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
// SHA-256 of nothing.
inline constexpr std::string_view kEmptyPayload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

// What is signed of a request.
struct Request {
  std::string method = {};
  // The path as it stands on the request line, percent-encoded by its sender. For all services but S3 it is encoded
  // once more (and normalised: "//", "." and ".." go), for S3 it is taken as it is.
  std::string path = "/";
  // The query as it stands on the request line, without '?'. Sorted and encoded anew here.
  std::string query = {};
  // Any order, any case; only those named in `signed_headers` count. Repeated names are joined by ','.
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string payload_hash = {};  // hex SHA-256, or kUnsignedPayload, or a STREAMING-… marker
};

struct Scope {
  std::string date = {};  // "20261121"
  std::string region = {};
  std::string service = {};
  std::string text() const { return date + "/" + region + "/" + service + "/aws4_request"; }
};

// The parts of `Authorization: AWS4-HMAC-SHA256 Credential=…/…/…/…/aws4_request, SignedHeaders=…, Signature=…`, or the
// same from a presigned URL's query.
struct Signature {
  std::string access_key_id = {};
  Scope scope = {};
  std::vector<std::string> signed_headers = {};  // lower case, as sent
  std::string signature = {};                    // 64 hex digits
  // Of presigned URLs only:
  bool presigned = false;
  std::string amz_date = {};        // X-Amz-Date as sent
  long expires_seconds = 0;         // X-Amz-Expires
  std::string security_token = {};  // X-Amz-Security-Token
};
std::optional<Signature> parse_authorization(std::string_view header);
std::optional<Signature> parse_presigned(
    std::string_view query);  // nothing where no X-Amz-Signature is there, or a part is wrong
// "20261121" of a Credential is the scope's date; both parsers refuse a Credential with other than five parts. A '/'
// may be part of the access key id.

std::string canonical_request(const Request& request, const std::vector<std::string>& signed_headers,
                              const Scope& scope);
std::string string_to_sign(std::string_view canonical_request, const Scope& scope, std::string_view amz_date);
std::string signing_key(std::string_view secret, const Scope& scope);  // raw bytes; a key lives for a day
// The signature (hex) of a request. `amz_date` is "20261121T035100Z": X-Amz-Date, or Date in that form.
// X-Amz-Signature is left out of the query by itself, so that presigned URLs verify with their own query.
std::string signature(const Request& request, const std::vector<std::string>& signed_headers, const Scope& scope,
                      std::string_view amz_date, std::string_view signing_key);
// Compares without telling by its time where they differ.
bool equal_signatures(std::string_view a, std::string_view b);

struct Credentials {
  std::string access_key_id = {};
  std::string secret_access_key = {};
  std::string session_token = {};  // empty: long-lived keys
};

// Signs: adds X-Amz-Date, X-Amz-Security-Token (where there is a token), for S3 X-Amz-Content-Sha256, and
// Authorization. All headers that are there are signed but for those that proxies change; Host must be among them.
void sign(Request& request, const Credentials& credentials, std::string_view region, std::string_view service,
          base::TimePoint now);

// The query of a presigned URL (S3's form: payload unsigned, host the one signed header), to stand behind '?'.
std::string presign(Request request, const Credentials& credentials, std::string_view region, std::string_view service,
                    base::TimePoint now, std::chrono::seconds expires);

}  // namespace aws::sigv4
