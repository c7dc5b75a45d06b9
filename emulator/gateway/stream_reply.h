#pragma once

#include <memory>
#include <optional>
#include <string>

#include "emulator/http/message.h"
#include "emulator/lambda/functions.h"

namespace gateway {

// The response that a handler has begun to stream, handed on as it comes. Nothing where the
// handler failed, or began with what is no response. A response that breaks off later breaks the connection off.
//
// With the content type application/vnd.awslambda.http-integration-response the stream begins with status, headers and
// cookies as JSON and eight NUL bytes. (Lambda Developer Guide, "Response streaming")
std::optional<http::Response> stream_reply(const std::shared_ptr<lambda_service::ResponseStream>& stream);

}  // namespace gateway
