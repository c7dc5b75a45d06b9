#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/protocol/endpoint.h"

namespace protocol {

// One port, many services: finds out from a request whom it is for, as the signature, the target header, the path and a
// form's Action tell.
class Router {
 public:
  // JSON targets "AmazonSQS.…" and requests signed for the endpoint's service name.
  void add(const Endpoint& endpoint, std::string_view target_prefix = {});
  // Everything under this path, whatever it is signed for: "/2015-03-31/functions", "/_feedmill/".
  void add_path(std::string_view prefix, const Endpoint& endpoint);
  // The query protocol: a form (POST, application/x-www-form-urlencoded) signed for the endpoint's service, or a GET
  // with Action in its query, signed likewise or unsigned with this Version.
  void add_query(std::string_view version, const Endpoint& endpoint);
  // Requests whose Host has this behind its first label: "execute-api" of abc123.execute-api.localhost. Before all
  // else.
  void add_host(std::string_view label, const Endpoint& endpoint);
  // Whoever is left: object storage.
  void set_default(const Endpoint& endpoint) { default_ = &endpoint; }

  // Null when nobody answers to it.
  const Endpoint* find(const http::Request& request) const;

 private:
  struct Row {
    std::string key = {};
    const Endpoint* endpoint = nullptr;
  };
  std::vector<Row> hosts_ = {}, targets_ = {}, services_ = {}, paths_ = {}, versions_ = {};
  const Endpoint* default_ = nullptr;
};

// The service that a request says it is signed for (credential scope of its Authorization header or presigned URL);
// empty where it is not signed.
std::string signed_for(const http::Request& request);

}  // namespace protocol
