#pragma once

#include <memory>
#include <optional>
#include <string>

#include "emulator/http/message.h"
#include "emulator/lambda/response_stream.h"

namespace gateway {

// The response that a handler streams: waits for its beginning, then hands on what comes as it comes. Nothing where the
// handler failed, or began with what is no response. A response that breaks off later breaks the connection off.
//
// With the content type application/vnd.awslambda.http-integration-response the stream begins with status, headers and
// cookies as JSON and eight NUL bytes. (Lambda Developer Guide, "Response streaming")
std::optional<http::Response> stream_reply(const std::shared_ptr<lambda_service::ResponseStream>& stream);

}  // namespace gateway
