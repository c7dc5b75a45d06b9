#include "emulator/s3/headers.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/keys.h"
#include "emulator/s3/tags.h"

namespace s3 {
namespace headers_detail {

constexpr std::string_view kMeta = "x-amz-meta-";
constexpr std::size_t kMostMetadata = 2048;

// Headers that an object keeps, and the query parameters by which a reader may have others sent instead.
struct ContentHeader {
  std::string_view name = {};
  std::string_view parameter = {};
};
constexpr std::array kContentHeaders = {ContentHeader{"Content-Type", "response-content-type"},
                                        ContentHeader{"Cache-Control", "response-cache-control"},
                                        ContentHeader{"Content-Disposition", "response-content-disposition"},
                                        ContentHeader{"Content-Encoding", "response-content-encoding"},
                                        ContentHeader{"Content-Language", "response-content-language"},
                                        ContentHeader{"Expires", "response-expires"}};

// x-amz- headers that the operations read, or that ask for nothing.
constexpr std::string_view kKnown[] = {"x-amz-algorithm",
                                       "x-amz-bypass-governance-retention",
                                       "x-amz-checksum-algorithm",
                                       "x-amz-checksum-mode",
                                       "x-amz-checksum-type",
                                       "x-amz-content-sha256",
                                       "x-amz-copy-source",
                                       "x-amz-copy-source-if-match",
                                       "x-amz-copy-source-if-modified-since",
                                       "x-amz-copy-source-if-none-match",
                                       "x-amz-copy-source-if-unmodified-since",
                                       "x-amz-copy-source-range",
                                       "x-amz-credential",
                                       "x-amz-date",
                                       "x-amz-decoded-content-length",
                                       "x-amz-expected-bucket-owner",
                                       "x-amz-expires",
                                       "x-amz-id-2",
                                       "x-amz-metadata-directive",
                                       "x-amz-mp-object-size",
                                       "x-amz-object-ownership",
                                       "x-amz-optional-object-attributes",
                                       "x-amz-request-payer",
                                       "x-amz-sdk-checksum-algorithm",
                                       "x-amz-security-token",
                                       "x-amz-signature",
                                       "x-amz-signedheaders",
                                       "x-amz-skip-destination-validation",
                                       "x-amz-source-expected-bucket-owner",
                                       "x-amz-tagging",
                                       "x-amz-tagging-directive",
                                       "x-amz-target",
                                       "x-amz-trailer",
                                       "x-amz-transition-default-minimum-object-size",
                                       "x-amz-user-agent"};

// Headers of which we do what one value says, and no other.
struct OnlyValue {
  std::string_view name = {};
  std::string_view value = {};
};
constexpr OnlyValue kOnlyValues[] = {{"x-amz-storage-class", "STANDARD"},
                                     {"x-amz-server-side-encryption", "AES256"},
                                     {"x-amz-server-side-encryption-bucket-key-enabled", "false"},
                                     {"x-amz-bucket-object-lock-enabled", "false"},
                                     {"x-amz-object-lock-legal-hold", "OFF"},
                                     {"x-amz-confirm-remove-self-bucket-access", "false"}};

// The acl header of a bucket may be its default; that of an object may say what owner-enforced buckets do anyway.
void check_acl(const Request& request, std::string_view acl) {
  if (request.key.empty() ? acl == "private" : acl == "bucket-owner-full-control") return;
  if (!request.key.empty()) throw acl_not_supported();
  throw Fault("InvalidBucketAclWithObjectOwnership", 400,
              "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
}

void check_header(const Request& request, const std::string& name, const std::string& value) {
  if (name.starts_with(kMeta) || name.starts_with("x-amz-checksum-")) return;
  if (std::ranges::binary_search(kKnown, std::string_view(name))) return;
  if (name == "x-amz-acl") return check_acl(request, value);
  if (name.starts_with("x-amz-grant-")) throw acl_not_supported();
  const auto only = std::ranges::find(kOnlyValues, name, &OnlyValue::name);
  if (only == std::end(kOnlyValues)) throw not_implemented(name);
  if (!base::equals_ignore_case(value, only->value)) throw not_supported(name + ": " + value);
}

bool is_amz(std::string_view name) { return name.size() > 6 && base::equals_ignore_case(name.substr(0, 6), "x-amz-"); }

// "aws-chunked" is how it came, not what it is.
std::string stored_encoding(std::string_view value) {
  std::vector<std::string> kept;
  for (const std::string_view part : base::split(value, ',')) {
    const auto coding = base::trim(part);
    if (!coding.empty() && !base::equals_ignore_case(coding, "aws-chunked")) kept.emplace_back(coding);
  }
  return base::join(kept, ",");
}

}  // namespace headers_detail

using namespace headers_detail;

void check_headers(const Request& request) {
  for (const auto& [name, value] : request.http.headers.all()) {
    if (is_amz(name)) check_header(request, base::to_lower(name), value);
  }
}

Pairs content_headers_of(const Request& request) {
  Pairs result;
  for (const auto& [name, parameter] : kContentHeaders) {
    const std::string* value = request.header(name);
    const bool is_encoding = name == "Content-Encoding";
    if (value && is_encoding) {
      std::string encoding = stored_encoding(*value);
      if (!encoding.empty()) result.emplace_back(name, std::move(encoding));
    } else if (value && !value->empty()) {
      result.emplace_back(name, *value);
    } else if (name == "Content-Type") {
      result.emplace_back(name, "binary/octet-stream");  // what S3 takes where it was not told
    }
  }
  return result;
}

Pairs metadata_of(const Request& request) {
  Pairs result;
  std::size_t size = 0;
  for (const auto& [name, value] : request.http.headers.all()) {
    if (!is_amz(name)) continue;
    std::string lower = base::to_lower(name);
    if (!lower.starts_with(kMeta)) continue;
    lower.erase(0, kMeta.size());
    size += lower.size() + value.size();
    const auto same = std::ranges::find(result, lower, &std::pair<std::string, std::string>::first);
    if (same != result.end()) {
      same->second += "," + value;
    } else {
      result.emplace_back(std::move(lower), value);
    }
  }
  if (size > kMostMetadata) throw metadata_too_large(size, kMostMetadata);
  return result;
}

Object described_by(const Request& request) {
  Object object{.headers = content_headers_of(request), .metadata = metadata_of(request)};
  if (const std::string* tags = request.header("x-amz-tagging")) object.tags = parse_tag_header(*tags);
  return object;
}

void add_checksum(http::Response& response, const Checksum& checksum) {
  response.headers.add(std::string(header_of(checksum.algorithm)), checksum.value);
  response.headers.add("x-amz-checksum-type", std::string(name_of(checksum.type)));
}

void add_object_headers(http::Response& response, const Request& request, const Object& object, bool with_checksum) {
  http::Headers& headers = response.headers;
  headers.add("Last-Modified", base::format_http_date(object.last_modified));
  headers.add("ETag", quoted(object.etag));
  headers.add("Accept-Ranges", "bytes");
  headers.add("x-amz-server-side-encryption", "AES256");
  const bool has_overrides = request.http.query.find("response-") != std::string::npos;
  for (const auto& [name, value] : object.headers) headers.add(name, value);
  if (has_overrides) {
    for (const auto& [name, parameter] : kContentHeaders) {
      if (const std::string* other = request.parameter(parameter)) headers.set(name, *other);
    }
  }
  for (const auto& [name, value] : object.metadata) headers.add(std::string(kMeta) + name, value);
  if (!object.tags.empty()) headers.add("x-amz-tagging-count", std::to_string(object.tags.size()));
  if (with_checksum && object.checksum) {
    const std::string* mode = request.header("x-amz-checksum-mode");
    if (mode && base::equals_ignore_case(*mode, "ENABLED")) add_checksum(response, *object.checksum);
  }
}

}  // namespace s3
