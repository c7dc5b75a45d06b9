#include "base/text.h"
#include "emulator/s3/assembly.h"
#include "emulator/s3/copy_source.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/multipart.h"
#include "emulator/s3/operations.h"

namespace s3 {
namespace upload_part_copy_operation {

// "bytes=0-5242879": both ends, and within the source.
Range range_of(const Request& request, const Object& source) {
  const std::string* text = request.header("x-amz-copy-source-range");
  if (!text) return {0, source.size};
  const auto dash = text->find('-');
  const auto first = text->starts_with("bytes=") && dash != std::string::npos
                         ? base::parse_int(std::string_view(*text).substr(6, dash - 6))
                         : std::nullopt;
  const auto last = first ? base::parse_int(std::string_view(*text).substr(dash + 1)) : std::nullopt;
  if (!first || !last || *first < 0 || *last < *first) {
    throw invalid_argument(
        "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
        "zero-based offsets of the first and last bytes to copy",
        "x-amz-copy-source-range", *text);
  }
  if (static_cast<std::uint64_t>(*last) >= source.size) {
    throw invalid_argument(fmt::format("Range specified is not valid for source object of size: {}", source.size),
                           "x-amz-copy-source-range", *text);
  }
  return {static_cast<std::uint64_t>(*first), static_cast<std::uint64_t>(*last - *first + 1)};
}

http::Response run(Buckets& buckets, const Request& request) {
  const int number = part_number_of(request);
  const Upload upload = get_upload(buckets, request);
  const CopySource source = get_copy_source(buckets, request);
  const Range range = range_of(request, source.object);
  if (range.length > kMostBytes) throw entity_too_large(range.length, kMostBytes);
  const std::string bytes = buckets.objects().bytes_of(source.bucket, source.key, source.object);
  Received received = assemble(buckets.loop(), buckets.store(), {segment_of(source.object, bytes, range)},
                               {.most_in_memory = kInlineBytes, .algorithm = upload.algorithm});
  get_upload(buckets, request);  // it may have ended meanwhile
  Object part;
  fill(part, received, buckets.now_in_seconds());
  store::Transaction transaction(buckets.store());
  buckets.uploads().put_part(transaction, upload.id, number, part);
  transaction.commit();
  received.blob.release();
  http::Response response = xml_response(write_copy_result("CopyPartResult", part, upload.checksum_asked));
  response.headers.add("x-amz-server-side-encryption", "AES256");
  return response;
}

}  // namespace upload_part_copy_operation

constinit const Operation upload_part_copy = operation<&upload_part_copy_operation::run>(
    "UploadPartCopy", "s3:PutObject", "PUT", Level::kObject, "uploadId", "x-amz-copy-source");

}  // namespace s3
