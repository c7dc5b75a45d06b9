#pragma once

#include <string>

#include "emulator/s3/buckets.h"
#include "emulator/s3/request.h"

namespace s3 {

// What x-amz-copy-source names, for CopyObject and UploadPartCopy.
struct CopySource {
  std::string bucket = {};
  std::string key = {};
  Object object = {};
};

// Finds it, having asked whether the caller may read it and whether it is what x-amz-copy-source-if-… asks for. Throws
// invalid_argument(), no_such_bucket(), no_such_key(), access_denied(), precondition_failed().
CopySource get_copy_source(Buckets& buckets, const Request& request);

// The same object again after a wait; nothing where it is another one by now.
bool is_unchanged(Buckets& buckets, const CopySource& source);

// "CopyObjectResult" or "CopyPartResult".
std::string write_copy_result(std::string_view root, const Object& made, bool with_checksum);

}  // namespace s3
