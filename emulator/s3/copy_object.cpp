#include "base/text.h"
#include "emulator/s3/assembly.h"
#include "emulator/s3/conditions.h"
#include "emulator/s3/copy_source.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/headers.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/tags.h"

namespace s3 {
namespace copy_object_operation {

// Whether a directive (x-amz-metadata-directive …) says REPLACE.
bool replaces(const Request& request, std::string_view directive) {
  const std::string* text = request.header(directive);
  if (!text || text->empty() || *text == "COPY") return false;
  if (*text == "REPLACE") return true;
  throw invalid_argument(fmt::format("Unknown {}.", directive), directive, *text);
}

ChecksumAlgorithm wanted_algorithm(const Request& request, const Object& source) {
  const std::string* asked = request.header("x-amz-checksum-algorithm");
  if (!asked) return source.checksum ? source.checksum->algorithm : ChecksumAlgorithm::kCrc64Nvme;
  const auto algorithm = find_algorithm(*asked);
  if (!algorithm) throw invalid_request("Checksum algorithm provided is unsupported. Please try again.");
  return *algorithm;
}

// The source as an object of its own. Its bytes are the same, so its file is shared; but an object that came in parts
// becomes a whole one, with the MD5 of all of it as its ETag.
Object made_of(Buckets& buckets, const Request& request, const CopySource& source, bool new_metadata) {
  Object made = source.object;
  made.bytes = buckets.objects().bytes_of(source.bucket, source.key, source.object);
  const ChecksumAlgorithm algorithm = wanted_algorithm(request, source.object);
  const bool is_known = made.checksum && made.checksum->algorithm == algorithm && made.part_sizes.empty();
  if (!is_known) {
    const Received again = assemble(buckets.loop(), buckets.store(), {segment_of(made, made.bytes, {0, made.size})},
                                    {.algorithm = algorithm, .keep = false});
    made.etag = base::to_hex(again.md5);
    made.checksum = again.checksum;
  }
  made.part_sizes.clear();
  made.upload_id.clear();
  made.last_modified = buckets.now_in_seconds();
  if (new_metadata) {
    made.headers = content_headers_of(request);
    made.metadata = metadata_of(request);
  }
  if (replaces(request, "x-amz-tagging-directive")) {
    const std::string* tags = request.header("x-amz-tagging");
    made.tags = tags ? parse_tag_header(*tags) : Pairs();
  }
  return made;
}

http::Response run(Buckets& buckets, const Request& request) {
  const auto conditions = WriteConditions::of(request.http.headers);
  const bool new_metadata = replaces(request, "x-amz-metadata-directive");
  CopySource source = get_copy_source(buckets, request);
  if (source.object.size > kMostBytes) {
    throw invalid_request(fmt::format(
        "The specified copy source is larger than the maximum allowable size for a copy source: {}", kMostBytes));
  }
  if (!new_metadata && source.bucket == request.bucket && source.key == request.key) {
    throw invalid_request(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
        "metadata, storage class, website redirect location or encryption attributes.");
  }
  Object made = made_of(buckets, request, source, new_metadata);
  while (!is_unchanged(buckets, source)) {  // written anew while it was read
    source = get_copy_source(buckets, request);
    made = made_of(buckets, request, source, new_metadata);
  }
  const Bucket& bucket = buckets.get(request.bucket);
  const auto before = buckets.objects().find(request.bucket, request.key);
  conditions.check(request.key, before);
  http::Response response = xml_response(write_copy_result("CopyObjectResult", made, true));
  response.headers.add("x-amz-server-side-encryption", "AES256");
  add_expiration(response, bucket, request.key, made);
  store::Transaction transaction(buckets.store());
  buckets.objects().put(transaction, bucket, request.key, std::move(made), before, request.cause("ObjectCreated:Copy"));
  transaction.commit();
  return response;
}

}  // namespace copy_object_operation

constinit const Operation copy_object = operation<&copy_object_operation::run>("CopyObject", "s3:PutObject", "PUT",
                                                                               Level::kObject, "", "x-amz-copy-source");

}  // namespace s3
