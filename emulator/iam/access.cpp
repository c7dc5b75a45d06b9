#include "emulator/iam/access.h"

#include <fmt/format.h>

#include "aws/sigv4.h"
#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"
#include "emulator/http/message.h"
#include "emulator/protocol/fault.h"

namespace iam {
namespace access_detail {

using protocol::Fault;
namespace sigv4 = aws::sigv4;

Fault signature_does_not_match() {
  return Fault(
      "SignatureDoesNotMatch", 403,
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
      "Key and signing method. Consult the service documentation for details.");
}

Fault invalid_token() {
  return Fault("UnrecognizedClientException", 403, "The security token included in the request is invalid.");
}

Fault access_denied(const protocol::Call& call, std::string_view action, std::string_view resource,
                    const std::string& denied_by) {
  const std::string why =
      denied_by.empty() ? fmt::format("because no identity-based policy allows the {} action", action)
                        : fmt::format("with an explicit deny in an identity-based policy (statement {})", denied_by);
  return Fault(
      "AccessDeniedException", 403,
      fmt::format("User: {} is not authorized to perform: {} on resource: {} {}", call.caller, action, resource, why));
}

bool is_account(std::string_view key) {
  return key.size() == 12 && key.find_first_not_of("0123456789") == std::string_view::npos;
}

void verify(const http::Request& request, std::optional<std::string_view> body, const sigv4::Signature& claimed,
            const Credentials& credentials) {
  sigv4::Request signed_request{
      .method = request.method, .path = request.path, .query = request.query, .headers = request.headers.all()};
  const std::string content_hash = request.headers.get("x-amz-content-sha256");
  if (claimed.presigned) {
    signed_request.payload_hash = sigv4::kUnsignedPayload;
  } else if (!content_hash.empty()) {
    signed_request.payload_hash = content_hash;
    // A hash that is sent must also be the body's; a streamed body is compared by whoever reads it.
    const bool is_hash = content_hash.size() == 64;
    if (body && is_hash && base::to_hex(base::sha256(*body)) != content_hash) throw signature_does_not_match();
  } else {
    signed_request.payload_hash = base::to_hex(base::sha256(body.value_or("")));
  }
  const std::string date = claimed.presigned ? claimed.amz_date : request.headers.get("x-amz-date");
  const std::string token = claimed.presigned ? claimed.security_token : request.headers.get("x-amz-security-token");
  if (token != credentials.session_token) throw invalid_token();
  const std::string expected = sigv4::signature(signed_request, claimed.signed_headers, claimed.scope, date,
                                                sigv4::signing_key(credentials.secret_key, claimed.scope));
  if (!sigv4::equal_signatures(expected, claimed.signature)) throw signature_does_not_match();
}

}  // namespace access_detail

using namespace access_detail;

void Access::set_role(const std::string& role_arn, Policy policy) { roles_[role_arn] = std::move(policy); }

Credentials Access::assume(const std::string& role_arn, const std::string& session, std::string_view secrets) {
  CHECK(secrets.size() == kSecretCharacters);
  Credentials made{.access_key = "ASIA" + base::to_upper(secrets.substr(0, 16)),
                   .secret_key = std::string(secrets.substr(20, 40)),
                   .session_token = std::string(secrets.substr(60))};
  add(made, role_arn, session);
  return made;
}

void Access::add(const Credentials& credentials, const std::string& role_arn, const std::string& session) {
  keys_[credentials.access_key] = {role_arn, session, credentials};
}

void Access::forget(const std::string& access_key) { keys_.erase(access_key); }

protocol::Call Access::call_as(const std::string& role_arn, const std::string& session) const {
  // arn:aws:iam::<account>:role/<path/name>
  const auto parts = base::split(role_arn, ':');
  protocol::Call call{.account = parts.size() == 6 ? std::string(parts[4]) : account_, .region = region_};
  const std::string_view name =
      parts.size() == 6 ? parts[5].substr(parts[5].rfind('/') + 1) : std::string_view(role_arn);
  call.caller = fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", call.account, name, session);
  call.principal = role_arn;
  call.authorizer = this;
  return call;
}

void Access::identify(const http::Request& request, std::optional<std::string_view> body, protocol::Call& call) const {
  call.account = account_;
  call.region = region_;
  call.authorizer = this;
  std::optional<sigv4::Signature> signature;
  if (const std::string* header = request.headers.find("authorization")) {
    signature = sigv4::parse_authorization(*header);
    if (!signature && header->starts_with(sigv4::kAlgorithm)) {
      throw Fault("IncompleteSignatureException", 403,
                  "Authorization header is not a whole AWS4-HMAC-SHA256 signature: " + *header);
    }
  } else if (request.query.find("X-Amz-Signature=") != std::string::npos) {
    signature = sigv4::parse_presigned(request.query);
  }
  if (signature) {
    call.access_key = signature->access_key_id;
    if (!signature->scope.region.empty()) call.region = signature->scope.region;
    if (is_account(call.access_key)) call.account = call.access_key;
    if (const auto key = keys_.find(call.access_key); key != keys_.end()) {
      verify(request, body, *signature, key->second.credentials);
      const protocol::Call known = call_as(key->second.role, key->second.session);
      call.principal = known.principal;
      call.account = known.account;
      call.caller = known.caller;
      return;
    }
  }
  call.caller = fmt::format("arn:aws:iam::{}:root", call.account);
}

void Access::require(const protocol::Call& call, std::string_view action,
                     const std::vector<std::string>& resources) const {
  const auto role = roles_.find(call.principal);
  if (role == roles_.end()) return;
  for (const std::string& resource : resources) {
    const Verdict verdict = evaluate(role->second, action, resource);
    if (!verdict.allowed) throw access_denied(call, action, resource, verdict.denied_by);
  }
}

}  // namespace iam
