#include "emulator/protocol/router.h"

#include "base/text.h"

namespace protocol {
namespace router_detail {

// "Credential=AKID/20261121/us-east-1/sqs/aws4_request": the fourth part.
std::string service_of_scope(std::string_view credential) {
  const auto parts = base::split(credential, '/');
  return parts.size() >= 5 ? std::string(parts[parts.size() - 2]) : std::string();
}

// A form, or a GET whose query says what to do.
bool is_query_request(const http::Request& request) {
  if (request.method == "POST") {
    return base::to_lower(request.headers.get("content-type")).starts_with("application/x-www-form-urlencoded");
  }
  return request.query.starts_with("Action=") || request.query.find("&Action=") != std::string::npos;
}

}  // namespace router_detail

std::string signed_for(const http::Request& request) {
  if (const std::string* header = request.headers.find("authorization")) {
    const auto start = header->find("Credential=");
    if (start == std::string::npos) return {};
    const auto rest = std::string_view(*header).substr(start + 11);
    return router_detail::service_of_scope(rest.substr(0, rest.find_first_of(", ")));
  }
  if (request.query.find("X-Amz-Credential=") != std::string::npos) {
    const http::Query query = http::parse_query(request.query);
    if (const std::string* credential = http::find_parameter(query, "X-Amz-Credential")) {
      return router_detail::service_of_scope(*credential);
    }
  }
  return {};
}

void Router::add(const Endpoint& endpoint, std::string_view target_prefix) {
  services_.push_back({std::string(endpoint.service()), &endpoint});
  if (!target_prefix.empty()) targets_.push_back({std::string(target_prefix) + ".", &endpoint});
}

void Router::add_path(std::string_view prefix, const Endpoint& endpoint) {
  paths_.push_back({std::string(prefix), &endpoint});
}

void Router::add_query(std::string_view version, const Endpoint& endpoint) {
  versions_.push_back({std::string(version), &endpoint});
}

void Router::add_host(std::string_view label, const Endpoint& endpoint) {
  hosts_.push_back({std::string(label) + ".", &endpoint});
}

const Endpoint* Router::find(const http::Request& request) const {
  if (const std::string* host = request.headers.find("host")) {
    const std::string_view behind = std::string_view(*host).substr(host->find('.') + 1);  // all of it without a dot
    for (const Row& row : hosts_) {
      if (behind.starts_with(row.key)) return row.endpoint;
    }
  }
  if (const std::string* target = request.headers.find("x-amz-target")) {
    for (const Row& row : targets_) {
      if (target->starts_with(row.key)) return row.endpoint;
    }
    return nullptr;
  }
  for (const Row& row : paths_) {
    if (request.path.starts_with(row.key)) return row.endpoint;
  }
  const std::string service = signed_for(request);
  if (service != "s3" && router_detail::is_query_request(request)) {
    // Which of the query services it is, the signature says before the body is read; of an unsigned GET, its Version.
    const http::Query query = http::parse_query(request.query);
    const std::string* version = http::find_parameter(query, "Version");
    for (const Row& row : versions_) {
      if (service.empty() ? version && row.key == *version : row.endpoint->service() == service) return row.endpoint;
    }
  }
  for (const Row& row : services_) {
    if (row.key == service) return row.endpoint;
  }
  return default_;
}

}  // namespace protocol
