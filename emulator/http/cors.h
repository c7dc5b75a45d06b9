#pragma once

#include <optional>
#include <string>
#include <vector>

#include "emulator/http/message.h"

// Cross-origin resource sharing, where a server answers for what lies behind it. (Fetch Standard, "CORS protocol")

namespace http {

struct CorsPolicy {
  std::vector<std::string> allow_origins = {};  // "https://shop.example", "https://*", "*"
  std::vector<std::string> allow_methods = {};
  std::vector<std::string> allow_headers = {};
  std::vector<std::string> expose_headers = {};
  std::optional<int> max_age_seconds = {};
  bool allow_credentials = false;

  bool operator==(const CorsPolicy&) const = default;
};

// A browser that asks before it sends: OPTIONS with Origin and Access-Control-Request-Method.
bool is_preflight(const Request& request);

// The answer to it: the policy's headers where it lets this origin, method and headers in, else none of them.
Response answer_preflight(const CorsPolicy& policy, const Request& request, int status);

// Replaces what the answer says of CORS by what the policy says to the origin of this request.
void apply_cors(const CorsPolicy& policy, const Request& request, Response& response);

}  // namespace http
