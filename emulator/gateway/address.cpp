#include "emulator/gateway/address.h"

#include <fmt/format.h>

namespace gateway {

std::optional<Address> parse_address(const http::Request& request, Kind kind, std::string_view region) {
  const std::string_view label = kind == Kind::kApi ? ".execute-api." : ".lambda-url.";
  const std::string host = request.headers.get("host");
  if (const auto dot = host.find(label); dot != std::string::npos && dot == host.find('.')) {
    return Address{.id = host.substr(0, dot),
                   .path = request.path.empty() ? "/" : std::string_view(request.path),
                   .domain_name = host.substr(0, host.rfind(':'))};
  }
  const std::string_view prefix = kind == Kind::kApi ? "/_api/" : "/_url/";
  std::string_view path = request.path;
  if (!path.starts_with(prefix)) return std::nullopt;
  path.remove_prefix(prefix.size());
  const auto slash = path.find('/');
  Address address{.id = std::string(path.substr(0, slash))};
  if (slash != std::string_view::npos) address.path = path.substr(slash);
  address.domain_name = kind == Kind::kApi ? fmt::format("{}.execute-api.{}.amazonaws.com", address.id, region)
                                           : fmt::format("{}.lambda-url.{}.on.aws", address.id, region);
  return address;
}

}  // namespace gateway
