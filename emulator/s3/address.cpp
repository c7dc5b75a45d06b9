#include "emulator/s3/address.h"

#include "base/text.h"
#include "emulator/s3/errors.h"

namespace s3 {

namespace {
constexpr std::size_t kMostKeyBytes = 1024;
}

std::optional<std::string> find_bucket_of_host(std::string_view host) {
  const std::string lower = base::to_lower(host.substr(0, host.rfind(':')));
  if (lower.starts_with("s3.") || lower.starts_with("s3-")) return std::nullopt;
  for (const std::string_view mark : {".s3.", ".s3-"}) {
    const auto at = lower.rfind(mark);
    if (at != std::string::npos && at > 0) return lower.substr(0, at);
  }
  constexpr std::string_view kLocal = ".localhost";
  if (lower.ends_with(kLocal) && lower.size() > kLocal.size()) return lower.substr(0, lower.size() - kLocal.size());
  return std::nullopt;
}

Address parse_address(const http::Request& request) {
  std::string_view path = request.path;
  if (path.starts_with('/')) path.remove_prefix(1);
  Address address;
  const std::string* host = request.headers.find("host");
  if (auto bucket = host ? find_bucket_of_host(*host) : std::nullopt) {
    address.bucket = std::move(*bucket);
  } else {
    const auto slash = path.find('/');
    address.bucket = base::percent_decode(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  address.key = base::percent_decode(path);
  if (!base::is_valid_utf8(address.key)) throw invalid_uri(path);
  if (address.key.size() > kMostKeyBytes) throw key_too_long(address.key.size(), kMostKeyBytes);
  return address;
}

}  // namespace s3
