#include "aws/sigv4.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/digest.h"
#include "base/text.h"

namespace aws::sigv4 {
namespace sigv4_detail {

using base::Slash;
using Pairs = std::vector<std::pair<std::string, std::string>>;

// Decoded and encoded again, so that "%2f", "%2F" and "/" spelled by whichever client come to the same.
std::string encode_again(std::string_view text, Slash slash) {
  return base::percent_encode(base::percent_decode(text), slash);
}

// "/a//b/../c/" → "/a/c/". (RFC 3986 §5.2.4, and empty segments go, as AWS's services do)
std::string normalise(std::string_view path) {
  std::vector<std::string> kept;
  for (const std::string_view segment : base::split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.emplace_back(segment);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  if (kept.empty()) return "/";
  return "/" + base::join(kept, "/") + (path.ends_with('/') ? "/" : "");
}

std::string canonical_path(std::string_view path, const Scope& scope) {
  if (path.empty()) return "/";
  if (scope.service == "s3") return encode_again(path, Slash::kKeep);
  return base::percent_encode(normalise(path), Slash::kKeep);
}

Pairs split_query(std::string_view query) {
  Pairs pairs;
  for (const std::string_view part : base::split(query, '&')) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    const auto value = equals == std::string_view::npos ? "" : part.substr(equals + 1);
    pairs.emplace_back(part.substr(0, equals), value);
  }
  return pairs;
}

std::string canonical_query(std::string_view query) {
  if (query.empty()) return "";
  Pairs pairs;
  for (const auto& [name, value] : split_query(query)) {
    if (name != "X-Amz-Signature")
      pairs.emplace_back(encode_again(name, Slash::kEncode), encode_again(value, Slash::kEncode));
  }
  std::ranges::sort(pairs);
  std::string text;
  for (const auto& [name, value] : pairs) text += fmt::format("{}{}={}", text.empty() ? "" : "&", name, value);
  return text;
}

// Blanks at the ends go, and those inside shrink to one.
void append_canonical(std::string& text, std::string_view value) {
  value = base::trim(value);
  if (value.find_first_of(" \t") == value.npos) {
    text += value;
    return;
  }
  bool after_blank = false;
  for (const char c : value) {
    const bool blank = c == ' ' || c == '\t';
    if (!blank || !after_blank) text += blank ? ' ' : c;
    after_blank = blank;
  }
}

void append_values(std::string& text, const Request& request, std::string_view lower_case_name) {
  bool first = true;
  for (const auto& [name, value] : request.headers) {
    if (!base::equals_ignore_case(name, lower_case_name)) continue;
    if (!first) text += ',';
    first = false;
    append_canonical(text, value);
  }
}

// "AKID/20261121/us-east-1/s3/aws4_request". From the right: an access key id may hold a '/'.
bool read_credential(std::string_view text, Signature& into) {
  const auto parts = base::split(text, '/');
  const std::size_t count = parts.size();
  if (count < 5 || parts[count - 1] != "aws4_request") return false;
  into.scope = {.date = std::string(parts[count - 4]),
                .region = std::string(parts[count - 3]),
                .service = std::string(parts[count - 2])};
  std::vector<std::string> key(parts.begin(), parts.end() - 4);
  into.access_key_id = base::join(key, "/");
  return !into.access_key_id.empty() && into.scope.date.size() == 8;
}

bool read_signed_headers(std::string_view text, Signature& into) {
  for (const std::string_view name : base::split(text, ';')) into.signed_headers.emplace_back(name);
  return !text.empty();
}

bool is_hex_signature(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// What a proxy may change or add on the way is not signed. (As AWS's SDKs leave it out)
bool is_signed(std::string_view lower_case_name) {
  constexpr std::string_view kUnsigned[] = {"authorization", "connection",      "expect",        "transfer-encoding",
                                            "user-agent",    "x-amzn-trace-id", "content-length"};
  return std::ranges::find(kUnsigned, lower_case_name) == std::end(kUnsigned);
}

std::vector<std::string> names_to_sign(const Request& request) {
  std::vector<std::string> names;
  for (const auto& [name, value] : request.headers) {
    if (auto lower = base::to_lower(name); is_signed(lower)) names.push_back(std::move(lower));
  }
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
  return names;
}

std::string derive_key(std::string_view secret, const Scope& scope) {
  std::string key = base::hmac_sha256(fmt::format("AWS4{}", secret), scope.date);
  key = base::hmac_sha256(key, scope.region);
  key = base::hmac_sha256(key, scope.service);
  return base::hmac_sha256(key, "aws4_request");
}

}  // namespace sigv4_detail

using namespace sigv4_detail;

std::optional<Signature> parse_authorization(std::string_view header) {
  header = base::trim(header);
  if (!header.starts_with(kAlgorithm)) return std::nullopt;
  header.remove_prefix(kAlgorithm.size());
  Signature found;
  bool credential = false, names = false, signature = false;
  for (std::string_view part : base::split(header, ',')) {
    part = base::trim(part);
    if (part.starts_with("Credential=")) {
      credential = read_credential(part.substr(11), found);
    } else if (part.starts_with("SignedHeaders=")) {
      names = read_signed_headers(part.substr(14), found);
    } else if (part.starts_with("Signature=")) {
      found.signature = part.substr(10);
      signature = is_hex_signature(found.signature);
    }
  }
  if (!credential || !names || !signature) return std::nullopt;
  return found;
}

std::optional<Signature> parse_presigned(std::string_view query) {
  Signature found{.presigned = true};
  bool algorithm = false, credential = false, names = false, expires = false;
  for (const auto& [name, raw] : split_query(query)) {
    const std::string value = base::percent_decode(raw);
    if (name == "X-Amz-Algorithm") {
      algorithm = value == kAlgorithm;
    } else if (name == "X-Amz-Credential") {
      credential = read_credential(value, found);
    } else if (name == "X-Amz-SignedHeaders") {
      names = read_signed_headers(value, found);
    } else if (name == "X-Amz-Signature") {
      found.signature = value;
    } else if (name == "X-Amz-Date") {
      found.amz_date = value;
    } else if (name == "X-Amz-Security-Token") {
      found.security_token = value;
    } else if (name == "X-Amz-Expires") {
      const auto seconds = base::parse_int(value);
      expires = seconds && *seconds >= 0;
      found.expires_seconds = seconds.value_or(0);
    }
  }
  const bool whole = algorithm && credential && names && expires && !found.amz_date.empty();
  if (!whole || !is_hex_signature(found.signature)) return std::nullopt;
  return found;
}

std::string canonical_request(const Request& request, const std::vector<std::string>& signed_headers,
                              const Scope& scope) {
  std::string text;
  text.reserve(1024);
  text.append(request.method).append(1, '\n');
  text.append(canonical_path(request.path, scope)).append(1, '\n');
  text.append(canonical_query(request.query)).append(1, '\n');
  for (const std::string& name : signed_headers) {
    text.append(name).append(1, ':');
    append_values(text, request, name);
    text += '\n';
  }
  return text.append(1, '\n').append(base::join(signed_headers, ";")).append(1, '\n').append(request.payload_hash);
}

std::string string_to_sign(std::string_view canonical, const Scope& scope, std::string_view amz_date) {
  return fmt::format("{}\n{}\n{}\n{}", kAlgorithm, amz_date, scope.text(), base::to_hex(base::sha256(canonical)));
}

// Remembered, because it is four of the five HMACs of a signature and the same for a day.
std::string signing_key(std::string_view secret, const Scope& scope) {
  constexpr std::size_t kRemembered = 64;
  thread_local std::map<std::string, std::string, std::less<>> remembered;
  const std::string name = fmt::format("{}\n{}", scope.text(), secret);
  if (const auto found = remembered.find(name); found != remembered.end()) return found->second;
  if (remembered.size() == kRemembered) remembered.clear();
  return remembered[name] = derive_key(secret, scope);
}

std::string signature(const Request& request, const std::vector<std::string>& signed_headers, const Scope& scope,
                      std::string_view amz_date, std::string_view key) {
  const std::string canonical = canonical_request(request, signed_headers, scope);
  return base::to_hex(base::hmac_sha256(key, string_to_sign(canonical, scope, amz_date)));
}

bool equal_signatures(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned>(a[i] ^ b[i]);
  return difference == 0;
}

void sign(Request& request, const Credentials& credentials, std::string_view region, std::string_view service,
          base::TimePoint now) {
  const std::string amz_date = base::format_amz_date(now);
  const Scope scope{amz_date.substr(0, 8), std::string(region), std::string(service)};
  request.headers.emplace_back("X-Amz-Date", amz_date);
  if (!credentials.session_token.empty())
    request.headers.emplace_back("X-Amz-Security-Token", credentials.session_token);
  if (service == "s3") request.headers.emplace_back("X-Amz-Content-Sha256", request.payload_hash);
  const auto names = names_to_sign(request);
  const std::string signed_with =
      signature(request, names, scope, amz_date, signing_key(credentials.secret_access_key, scope));
  request.headers.emplace_back(
      "Authorization", fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm,
                                   credentials.access_key_id, scope.text(), base::join(names, ";"), signed_with));
}

std::string presign(Request request, const Credentials& credentials, std::string_view region, std::string_view service,
                    base::TimePoint now, std::chrono::seconds expires) {
  const std::string amz_date = base::format_amz_date(now);
  const Scope scope{amz_date.substr(0, 8), std::string(region), std::string(service)};
  const auto add = [&](std::string_view name, std::string_view value) {
    request.query += fmt::format("{}{}={}", request.query.empty() ? "" : "&", name, base::percent_encode(value));
  };
  add("X-Amz-Algorithm", kAlgorithm);
  add("X-Amz-Credential", credentials.access_key_id + "/" + scope.text());
  add("X-Amz-Date", amz_date);
  add("X-Amz-Expires", std::to_string(expires.count()));
  if (!credentials.session_token.empty()) add("X-Amz-Security-Token", credentials.session_token);
  add("X-Amz-SignedHeaders", "host");
  request.payload_hash = kUnsignedPayload;
  add("X-Amz-Signature",
      signature(request, {"host"}, scope, amz_date, signing_key(credentials.secret_access_key, scope)));
  return request.query;
}

}  // namespace aws::sigv4
