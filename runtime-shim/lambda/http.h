#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"

// A request as API Gateway's HTTP APIs and Function URLs hand it to a function, and the answer that they understand:
// payload format 2.0. (API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs")

namespace lambda {

struct HttpRequest {
  using Names = std::map<std::string, std::string, std::less<>>;

  std::string route = {};       // "GET /v1/vendors/{vendorId}/events", "$default"
  std::string method = {};      // "POST"
  std::string path = {};        // as it was sent
  std::string query = {};       // likewise, without '?'
  Names headers = {};           // names in lower case; several of one name are joined by commas
  Names parameters = {};        // of the route's path, percent-decoded
  Names query_parameters = {};  // percent-decoded; several of one name are joined by commas
  std::string body = {};        // bytes: what came in Base64 is decoded

  std::optional<std::string> find_header(std::string_view lower_case_name) const;
  std::optional<std::string> find_query(std::string_view name) const;
};

// Throws Failure "BadEvent" where the event is no payload of format 2.0.
HttpRequest parse_http_request(const base::Json& event);

struct HttpReply {
  int status = 200;
  base::Json body = {};
  std::string text = {};  // not empty: the body, which is no JSON then and has its Content-Type below
  std::vector<std::pair<std::string, std::string>> headers = {};  // Content-Type is application/json unless it is here
};
base::Json to_json(const HttpReply& reply);

// An error as RFC 9457 has it.
struct Problem {
  int status = 400;
  std::string type = "about:blank";  // a URI that names the kind of problem
  std::string title = {};
  std::string detail = {};
  // Each field that is wrong and why: member `errors`, [{"field", "detail"}]. (RFC 9457 §3, its own example)
  std::vector<std::pair<std::string, std::string>> errors = {};
  base::Json more = base::Json::object();                         // further members of the document
  std::vector<std::pair<std::string, std::string>> headers = {};  // Retry-After
};
HttpReply to_reply(Problem problem);

}  // namespace lambda
