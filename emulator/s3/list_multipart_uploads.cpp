#include "emulator/s3/keys.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace list_multipart_uploads_operation {

constexpr std::size_t kMostUploads = 1000;

struct Page {
  std::vector<Upload> uploads = {};
  std::vector<std::string> prefixes = {};
  bool truncated = false;
  std::string next_key = {};  // what the page ends with
  std::string next_id = {};   // empty where that is a common prefix
};

Page find_page(Buckets& buckets, const Request& request, std::size_t most) {
  const std::string prefix = request.parameter_or("prefix", "");
  const std::string delimiter = request.parameter_or("delimiter", "");
  const std::string key_marker = request.parameter_or("key-marker", "");
  Page page;
  const auto visit = [&](const Upload& upload) {
    const auto at = delimiter.empty() ? std::string::npos : upload.key.find(delimiter, prefix.size());
    const std::string common = at == std::string::npos ? "" : upload.key.substr(0, at + delimiter.size());
    if (!common.empty() && (common == key_marker || (!page.prefixes.empty() && page.prefixes.back() == common))) {
      return true;
    }
    page.truncated = page.uploads.size() + page.prefixes.size() == most;
    if (page.truncated) return false;
    page.next_key = common.empty() ? upload.key : common;
    page.next_id = common.empty() ? upload.id : "";
    if (common.empty()) {
      page.uploads.push_back(upload);
    } else {
      page.prefixes.push_back(common);
    }
    return true;
  };
  // An upload-id-marker without a key-marker means nothing. (S3 API Reference, ListMultipartUploads)
  buckets.uploads().each(request.bucket, prefix, key_marker, request.parameter_or("upload-id-marker", ""), visit);
  return page;
}

http::Response run(Buckets& buckets, const Request& request) {
  const std::size_t most = count_parameter(request, "max-uploads", kMostUploads, kMostUploads);
  const bool url = wants_url_encoding(request);
  const auto spell = [&](std::string_view text) { return url ? url_encode(text) : std::string(text); };
  const Page page = most == 0 ? Page() : find_page(buckets, request, most);
  const std::string owner = canonical_user_id(request.call.account);
  xml::Writer out("ListMultipartUploadsResult");
  out.text("Bucket", request.bucket).text("KeyMarker", spell(request.parameter_or("key-marker", "")));
  out.text("UploadIdMarker", request.parameter_or("upload-id-marker", ""));
  if (page.truncated) out.text("NextKeyMarker", spell(page.next_key)).text("NextUploadIdMarker", page.next_id);
  if (request.parameter("prefix")) out.text("Prefix", spell(*request.parameter("prefix")));
  if (request.parameter("delimiter")) out.text("Delimiter", spell(*request.parameter("delimiter")));
  if (url) out.text("EncodingType", "url");
  out.number("MaxUploads", most).flag("IsTruncated", page.truncated);
  for (const Upload& upload : page.uploads) {
    out.open("Upload").text("Key", spell(upload.key)).text("UploadId", upload.id);
    out.open("Initiator").text("ID", upload.initiator).close().open("Owner").text("ID", owner).close();
    out.text("StorageClass", "STANDARD").text("Initiated", base::format_iso8601(upload.initiated));
    if (upload.checksum_asked) {
      out.text("ChecksumAlgorithm", name_of(upload.algorithm)).text("ChecksumType", name_of(upload.type));
    }
    out.close();
  }
  for (const std::string& prefix : page.prefixes) out.open("CommonPrefixes").text("Prefix", spell(prefix)).close();
  return xml_response(out.finish());
}

}  // namespace list_multipart_uploads_operation

constinit const Operation list_multipart_uploads = operation<&list_multipart_uploads_operation::run>(
    "ListMultipartUploads", "s3:ListBucketMultipartUploads", "GET", Level::kBucket, "uploads");

}  // namespace s3
