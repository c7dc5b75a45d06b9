#pragma once

#include "emulator/s3/operations.h"

namespace s3 {

enum class Want { kBody, kHead };

// GetObject and HeadObject: conditions, ranges, parts, headers. They differ in the body alone.
http::Response read_object(Buckets& buckets, const Request& request, Want want);

}  // namespace s3
