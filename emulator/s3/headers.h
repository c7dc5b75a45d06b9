#pragma once

#include <string>

#include "emulator/http/message.h"
#include "emulator/s3/object.h"
#include "emulator/s3/request.h"

namespace s3 {

// Refuses every x-amz- header that would change what S3 does and that we do not carry out, and values that our bucket
// of today's defaults (owner enforced, AES256, STANDARD) does not allow. Throws not_implemented(), acl_not_supported(),
// invalid_argument(), access_denied() for x-amz-expected-bucket-owner.
void check_headers(const Request& request);

// What an object keeps of the request that makes it: content headers, x-amz-meta-, x-amz-tagging. Throws
// metadata_too_large() and what parse_tags() throws.
Object described_by(const Request& request);
// The parts of it, for the directives of a copy.
Pairs content_headers_of(const Request& request);
Pairs metadata_of(const Request& request);

// What GET and HEAD say of an object, but for its length.
void add_object_headers(http::Response& response, const Request& request, const Object& object, bool with_checksum);
void add_checksum(http::Response& response, const Checksum& checksum);

}  // namespace s3
