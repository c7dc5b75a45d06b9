#include "emulator/s3/operations.h"

#include <fmt/format.h>

#include "emulator/s3/errors.h"
#include "emulator/s3/xml.h"

namespace s3 {

http::Response xml_response(std::string document) {
  return {.headers = {{"Content-Type", "application/xml"}}, .body = std::move(document)};
}

http::Response empty_response(int status) { return {.status = status}; }

void add_expiration(http::Response& response, const Bucket& bucket, std::string_view key, const Object& object) {
  const auto expiry = find_expiry(bucket.lifecycle, key, object.last_modified);
  if (!expiry) return;
  response.headers.add("x-amz-expiration", fmt::format("expiry-date=\"{}\", rule-id=\"{}\"",
                                                       base::format_http_date(expiry->time), expiry->rule));
}

std::string write_owner_acl(std::string_view account) {
  const std::string id = canonical_user_id(account);
  xml::Writer out("AccessControlPolicy");
  out.open("Owner").text("ID", id).close().open("AccessControlList").open("Grant");
  out.open("Grantee", "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"");
  out.text("ID", id).close().text("Permission", "FULL_CONTROL");
  return out.finish();
}

void authorize(const Buckets& buckets, const Request& request, std::string_view action, const std::string& bucket,
               const std::string& resource) {
  request.call.require(action, {resource});
  if (const Bucket* found = buckets.find(bucket)) found->policy.check(request, action, resource);
}

Object get_object_or_throw(Buckets& buckets, const Request& request, std::string_view bucket, std::string_view key) {
  auto object = buckets.objects().find(bucket, key);
  if (!object) {
    authorize(buckets, request, "s3:ListBucket", std::string(bucket), buckets.get(bucket).arn());
    throw no_such_key(key);
  }
  return std::move(*object);
}

}  // namespace s3
