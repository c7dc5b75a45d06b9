#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/time.h"
#include "emulator/gateway/route_key.h"
#include "emulator/http/message.h"

// The event that a function is given for a request.
// Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs"; Lambda Developer Guide,
// "Invoking Lambda function URLs".

namespace gateway {

// What the gateway knows of a request besides the request itself.
struct Circumstances {
  std::string account = {};  // "anonymous" at a function URL that asks for no signature
  std::string api_id = {};
  std::string domain_name = {};  // "abc123.execute-api.us-east-1.amazonaws.com"
  std::string request_id = {};
  std::string trace_id = {};  // X-Amzn-Trace-Id
  std::string stage = {};
  std::string path = {};       // with the stage's name in it, and decoded where the service decodes it
  std::string route_key = {};  // "POST /v1/orders/{id}"
  std::string resource = {};   // "/v1/orders/{id}"
  PathParameters path_parameters = {};
  const std::map<std::string, std::string>* stage_variables = nullptr;
  base::Json authorizer = {};  // null where nobody was asked who they are
  base::TimePoint now = {};
};

// Payload formats 2.0 and 1.0, as JSON text. `body` is the whole one, as it came.
std::string event_2_0(const http::Request& request, std::string body, const Circumstances& circumstances);
std::string event_1_0(const http::Request& request, std::string body, const Circumstances& circumstances);

// Whether a body of this type comes as text in the event and not as base64. What the documentation calls binary is
// everything but text/*, JSON, XML and JavaScript under their plain names; forms too, and a body without a type.
bool is_text(std::string_view content_type);

}  // namespace gateway
