#include "base/text.h"
#include "emulator/s3/assembly.h"
#include "emulator/s3/conditions.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/keys.h"
#include "emulator/s3/multipart.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace complete_multipart_upload_operation {

struct Asked {
  int number = 0;
  std::string etag = {};
  std::string checksum = {};  // of the upload's algorithm; empty: none came
};

std::vector<Asked> parse(const std::string& document, const Upload& upload) {
  const xml::Element root = xml::parse(document, "CompleteMultipartUpload");
  const std::string checksum = "Checksum" + std::string(name_of(upload.algorithm));
  std::vector<Asked> asked;
  for (const xml::Element& part : root.children) {
    const auto number = base::parse_int(part.text_of("PartNumber"));
    if (part.name != "Part" || !number || *number < 1 || *number > kMostParts) throw malformed_xml();
    asked.push_back({static_cast<int>(*number), std::string(unquoted(part.text_of("ETag"))), part.text_of(checksum)});
    if (asked.size() > 1 && asked[asked.size() - 2].number >= asked.back().number) throw invalid_part_order(upload.id);
  }
  if (asked.empty()) throw malformed_xml();
  return asked;
}

// The parts that were asked for. Others that were uploaded are left out, and go with the upload.
std::vector<Object> get_parts(Buckets& buckets, const Upload& upload, const std::vector<Asked>& asked) {
  std::vector<Object> parts;
  for (const Asked& part : asked) {
    auto found = buckets.uploads().find_part(upload.id, part.number);
    if (!found || found->etag != part.etag ||
        (!part.checksum.empty() && found->checksum && found->checksum->value != part.checksum)) {
      throw invalid_part(upload.id, part.number, part.etag);
    }
    if (part.checksum.empty() && upload.checksum_asked && upload.type == ChecksumType::kComposite) {
      throw invalid_request(
          fmt::format("The upload was created using a {0} checksum. The complete request must include the checksum for "
                      "each part. It was missing for part {1} in the request.",
                      base::to_lower(name_of(upload.algorithm)), part.number));
    }
    const bool is_last = &part == &asked.back();
    if (!is_last && found->size < kLeastPart) throw entity_too_small(found->size, part.number, part.etag);
    parts.push_back(std::move(*found));
  }
  return parts;
}

// "<hex of the digest over the parts' digests>-<how many>"
std::string etag_of(const std::vector<Object>& parts) {
  std::string digests;
  for (const Object& part : parts) digests += base::from_hex(part.etag).value_or("");
  return fmt::format("{}-{}", base::to_hex(base::md5(digests)), parts.size());
}

Checksum composite_of(const std::vector<Object>& parts, ChecksumAlgorithm algorithm) {
  ChecksumHasher hasher(algorithm);
  for (const Object& part : parts) hasher.update(base::from_base64(part.checksum->value).value_or(""));
  return {algorithm, ChecksumType::kComposite, fmt::format("{}-{}", base::to_base64(hasher.finish()), parts.size())};
}

// The object that the parts make, all of its bytes in one place. A single part's file is the object's as well.
Object join(Buckets& buckets, const Upload& upload, const std::vector<Object>& parts, FreshBlob& fresh) {
  Object object = upload.object;
  object.upload_id = upload.id;
  object.etag = etag_of(parts);
  std::vector<Segment> segments;
  for (const Object& part : parts) {
    object.size += part.size;
    object.part_sizes.push_back(part.size);
    segments.push_back(segment_of(part, part.bytes, {0, part.size}));
  }
  if (parts.size() == 1) {
    object.blob = parts[0].blob;
    object.bytes = parts[0].bytes;
    object.checksum = parts[0].checksum;
  } else {
    Received received = assemble(buckets.loop(), buckets.store(), segments, {.algorithm = upload.algorithm});
    object.blob = received.blob.id();
    object.bytes = std::move(received.bytes);
    object.checksum = received.checksum;
    fresh = std::move(received.blob);
  }
  if (upload.type == ChecksumType::kComposite) object.checksum = composite_of(parts, upload.algorithm);
  return object;
}

// What the request says of the whole must be so.
void check_whole(const Request& request, const Object& object) {
  if (const std::string* size = request.header("x-amz-mp-object-size"); size && *size != std::to_string(object.size)) {
    throw invalid_request(
        fmt::format("The provided 'x-amz-mp-object-size' header value {} does not match what was computed: {}", *size,
                    object.size));
  }
  for (const auto& [name, value] : request.http.headers.all()) {
    const auto algorithm = find_algorithm_of_header(name);
    // Over the document's own bytes goes no x-amz-checksum- header: it is the object's.
    if (algorithm && (*algorithm != object.checksum->algorithm || value != object.checksum->value)) {
      throw bad_checksum(name_of(*algorithm));
    }
  }
}

std::string write(const Request& request, const Object& object) {
  xml::Writer out("CompleteMultipartUploadResult");
  out.text("Location", fmt::format("{}/{}/{}", request.call.endpoint, request.bucket, url_encode(request.key)));
  out.text("Bucket", request.bucket).text("Key", request.key).text("ETag", quoted(object.etag));
  if (object.checksum) {
    out.text("Checksum" + std::string(name_of(object.checksum->algorithm)), object.checksum->value);
    out.text("ChecksumType", name_of(object.checksum->type));
  }
  return out.finish();
}

http::Response answer(const Bucket& bucket, const Request& request, const Object& object) {
  http::Response response = xml_response(write(request, object));
  response.headers.add("x-amz-server-side-encryption", "AES256");
  add_expiration(response, bucket, request.key, object);
  return response;
}

http::Response run(Buckets& buckets, const Request& request) {
  const auto conditions = WriteConditions::of(request.http.headers);
  const std::string document = receive_document(buckets.loop(), buckets.store(), request, false);
  const std::string id = request.parameter_or("uploadId", "");
  // A client that did not hear the answer asks again, and is told the same.
  if (!buckets.uploads().find(request.bucket, request.key, id)) {
    const auto made = buckets.objects().find(request.bucket, request.key);
    if (made && !id.empty() && made->upload_id == id) return answer(buckets.get(request.bucket), request, *made);
  }
  const Upload upload = get_upload(buckets, request);
  const std::vector<Asked> asked = parse(document, upload);
  FreshBlob fresh;
  Object object = join(buckets, upload, get_parts(buckets, upload, asked), fresh);
  check_whole(request, object);

  // While the parts were joined, others may have been here.
  const Bucket& bucket = buckets.get(request.bucket);
  get_upload(buckets, request);
  if (etag_of(get_parts(buckets, upload, asked)) != object.etag) throw no_such_upload(id);
  const auto before = buckets.objects().find(request.bucket, request.key);
  conditions.check(request.key, before);
  object.last_modified = buckets.now_in_seconds();
  http::Response response = answer(bucket, request, object);
  store::Transaction transaction(buckets.store());
  buckets.objects().put(transaction, bucket, request.key, std::move(object), before,
                        request.cause("ObjectCreated:CompleteMultipartUpload"));
  buckets.uploads().erase(transaction, request.bucket, upload);
  transaction.commit();
  fresh.release();
  return response;
}

}  // namespace complete_multipart_upload_operation

constinit const Operation complete_multipart_upload = operation<&complete_multipart_upload_operation::run>(
    "CompleteMultipartUpload", "s3:PutObject", "POST", Level::kObject, "uploadId");

}  // namespace s3
