#pragma once

#include <string>
#include <string_view>

#include "emulator/protocol/call.h"

// How S3 spells keys and ids on the wire.

namespace s3 {

// Percent-encoded, '/' kept and a blank as '+': keys in notifications, and in listings with encoding-type=url.
std::string url_encode(std::string_view key);

// "\"0123…\"", and back: with quotes or without, as clients send them.
std::string quoted(std::string_view etag);
std::string_view unquoted(std::string_view etag);

// x-amz-id-2 of a request.
std::string host_id(const protocol::Call& call);

// "arn:aws:s3:::bucket/key"
std::string object_arn(std::string_view bucket, std::string_view key);

}  // namespace s3
