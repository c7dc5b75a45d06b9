#include "emulator/s3/keys.h"
#include "emulator/s3/multipart.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace list_parts_operation {

constexpr std::size_t kMostShown = 1000;

http::Response run(Buckets& buckets, const Request& request) {
  const Upload upload = get_upload(buckets, request);
  const std::size_t most = count_parameter(request, "max-parts", kMostShown, kMostShown);
  const auto after = static_cast<int>(count_parameter(request, "part-number-marker", 0, kMostParts));
  auto parts = buckets.uploads().parts(upload.id, after, most + 1);
  const bool truncated = most > 0 && parts.size() > most;
  if (parts.size() > most) parts.resize(most);
  xml::Writer out("ListPartsResult");
  out.text("Bucket", request.bucket).text("Key", request.key).text("UploadId", upload.id);
  out.number("PartNumberMarker", static_cast<std::uint64_t>(after));
  out.number("NextPartNumberMarker", static_cast<std::uint64_t>(parts.empty() ? 0 : parts.back().first));
  out.number("MaxParts", most).flag("IsTruncated", truncated);
  out.open("Initiator").text("ID", upload.initiator).close();
  out.open("Owner").text("ID", canonical_user_id(upload.account)).close().text("StorageClass", "STANDARD");
  if (upload.checksum_asked) {
    out.text("ChecksumAlgorithm", name_of(upload.algorithm)).text("ChecksumType", name_of(upload.type));
  }
  for (const auto& [number, part] : parts) {
    out.open("Part").number("PartNumber", static_cast<std::uint64_t>(number));
    out.text("LastModified", base::format_iso8601(part.last_modified)).text("ETag", quoted(part.etag));
    out.number("Size", part.size);
    if (upload.checksum_asked) out.text("Checksum" + std::string(name_of(upload.algorithm)), part.checksum->value);
    out.close();
  }
  return xml_response(out.finish());
}

}  // namespace list_parts_operation

constinit const Operation list_parts = operation<&list_parts_operation::run>("ListParts", "s3:ListMultipartUploadParts",
                                                                             "GET", Level::kObject, "uploadId");

}  // namespace s3
