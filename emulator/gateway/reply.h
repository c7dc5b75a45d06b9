#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "emulator/gateway/api.h"
#include "emulator/http/message.h"

// What a function's reply becomes: the response to the client.

namespace gateway {

// `payload` is the JSON that the function gave. Nothing where it cannot be made a response of: AWS answers 500 (502 at
// a function URL) then.
//
// 2.0: an object with statusCode says status, headers, cookies and body; whatever else it is, is itself the body of a
// 200 (text as it is, everything else as JSON). 1.0: only the former, without cookies, with multiValueHeaders.
// `default_type` is the content type of a body that came without one.
std::optional<http::Response> parse_reply(std::string payload, PayloadFormat format, std::string_view default_type);

// Status, headers and cookies out of such an object; nothing where they are not as they must be. The body is empty.
std::optional<http::Response> parse_reply_head(const base::Json& reply);

// {"message": "Not Found"}, as an HTTP API says it.
http::Response error_response(int status, std::string_view message);

}  // namespace gateway
