#include "emulator/s3/copy_source.h"

#include "base/text.h"
#include "emulator/s3/conditions.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/keys.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {

namespace {

// "bucket/key" or "/bucket/key", percent-encoded, perhaps "?versionId=null" behind it.
CopySource parse(const std::string& header) {
  const auto wrong = [&](std::string_view why) { return invalid_argument(why, "x-amz-copy-source", header); };
  std::string_view text = header;
  if (const auto query = text.find("?versionId="); query != std::string_view::npos) {
    if (text.substr(query + 11) != "null") throw wrong("Invalid version id specified");
    text = text.substr(0, query);
  }
  std::string decoded = base::percent_decode(text);
  if (decoded.starts_with('/')) decoded.erase(0, 1);
  if (decoded.starts_with("arn:")) throw not_supported("A copy source that is an access point");
  const auto slash = decoded.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == decoded.size()) {
    throw wrong("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  }
  return {.bucket = decoded.substr(0, slash), .key = decoded.substr(slash + 1)};
}

}  // namespace

CopySource get_copy_source(Buckets& buckets, const Request& request) {
  CopySource source = parse(*request.header("x-amz-copy-source"));
  const Bucket& bucket = buckets.get(source.bucket);
  const std::string* owner = request.header("x-amz-source-expected-bucket-owner");
  if (bucket.account != request.call.account || (owner && *owner != bucket.account)) throw access_denied();
  authorize(buckets, request, "s3:GetObject", source.bucket, object_arn(source.bucket, source.key));
  source.object = get_object_or_throw(buckets, request, source.bucket, source.key);
  const Verdict verdict = judge(ReadConditions::of(request.http.headers, "x-amz-copy-source-"), source.object);
  if (verdict.kind != Verdict::Kind::kGo) {
    throw precondition_failed("x-amz-copy-source-" + std::string(verdict.condition));
  }
  return source;
}

bool is_unchanged(Buckets& buckets, const CopySource& source) {
  const auto now = buckets.objects().find(source.bucket, source.key);
  return now && now->etag == source.object.etag && now->blob == source.object.blob;
}

std::string write_copy_result(std::string_view root, const Object& made, bool with_checksum) {
  xml::Writer out(root);
  out.text("LastModified", base::format_iso8601(made.last_modified)).text("ETag", quoted(made.etag));
  if (with_checksum && made.checksum) {
    out.text("ChecksumType", name_of(made.checksum->type));
    out.text("Checksum" + std::string(name_of(made.checksum->algorithm)), made.checksum->value);
  }
  return out.finish();
}

}  // namespace s3
