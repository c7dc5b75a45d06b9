#include "emulator/http/cors.h"

#include <algorithm>

#include "base/text.h"

namespace http {
namespace cors_detail {

// A pattern may have one '*': alone, or for what stands in its place.
bool matches(std::string_view pattern, std::string_view text) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return base::equals_ignore_case(pattern, text);
  const std::string_view before = pattern.substr(0, star), behind = pattern.substr(star + 1);
  return text.size() >= before.size() + behind.size() &&
         base::equals_ignore_case(text.substr(0, before.size()), before) &&
         base::equals_ignore_case(text.substr(text.size() - behind.size()), behind);
}

bool allows(const std::vector<std::string>& patterns, std::string_view text) {
  return std::ranges::any_of(patterns, [&](const std::string& pattern) { return matches(pattern, text); });
}

bool allows_headers(const CorsPolicy& policy, const std::string& asked) {
  return std::ranges::all_of(base::split(asked, ','), [&](std::string_view name) {
    return base::trim(name).empty() || allows(policy.allow_headers, base::trim(name));
  });
}

// Who may read the answer; false where this origin may not.
bool add_origin(const CorsPolicy& policy, const std::string& origin, Headers& headers) {
  if (!allows(policy.allow_origins, origin)) return false;
  const bool everybody = std::ranges::find(policy.allow_origins, "*") != policy.allow_origins.end();
  headers.set("access-control-allow-origin", everybody ? "*" : origin);
  if (!everybody) headers.add("vary", "origin");
  if (policy.allow_credentials) headers.set("access-control-allow-credentials", "true");
  return true;
}

}  // namespace cors_detail

using namespace cors_detail;

bool is_preflight(const Request& request) {
  return request.method == "OPTIONS" && request.headers.find("origin") &&
         request.headers.find("access-control-request-method");
}

Response answer_preflight(const CorsPolicy& policy, const Request& request, int status) {
  Response response{.status = status};
  const std::string method = request.headers.get("access-control-request-method");
  const std::string asked = request.headers.get("access-control-request-headers");
  Headers headers;
  if (!add_origin(policy, request.headers.get("origin"), headers)) return response;
  if (!allows(policy.allow_methods, method) || !allows_headers(policy, asked)) return response;
  headers.set("access-control-allow-methods", base::join(policy.allow_methods, ","));
  if (!policy.allow_headers.empty()) {
    headers.set("access-control-allow-headers", base::join(policy.allow_headers, ","));
  }
  if (policy.max_age_seconds) headers.set("access-control-max-age", std::to_string(*policy.max_age_seconds));
  response.headers = std::move(headers);
  return response;
}

void apply_cors(const CorsPolicy& policy, const Request& request, Response& response) {
  for (const char* name :
       {"access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers",
        "access-control-allow-credentials", "access-control-expose-headers", "access-control-max-age"}) {
    response.headers.remove(name);
  }
  const std::string* origin = request.headers.find("origin");
  if (!origin || !add_origin(policy, *origin, response.headers)) return;
  if (!policy.expose_headers.empty()) {
    response.headers.set("access-control-expose-headers", base::join(policy.expose_headers, ","));
  }
}

}  // namespace http
