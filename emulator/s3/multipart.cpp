#include "emulator/s3/multipart.h"

#include "base/text.h"
#include "emulator/s3/errors.h"

namespace s3 {

Upload get_upload(Buckets& buckets, const Request& request) {
  const std::string id = request.parameter_or("uploadId", "");
  auto upload = buckets.uploads().find(request.bucket, request.key, id);
  if (!upload) throw no_such_upload(id);
  return std::move(*upload);
}

int part_number_of(const Request& request) {
  const std::string text = request.parameter_or("partNumber", "");
  const auto number = base::parse_int(text);
  if (!number || *number < 1 || *number > kMostParts) {
    throw invalid_argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", text);
  }
  return static_cast<int>(*number);
}

}  // namespace s3
