#include <set>

#include "emulator/s3/conditions.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/intake.h"
#include "emulator/s3/keys.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace delete_objects_operation {

constexpr std::size_t kMostKeys = 1000;

// Why this key stays; nothing where it goes, or is gone already.
std::optional<Fault> find_obstacle(const Buckets& buckets, const Request& request, const xml::Element& asked,
                                   const std::string& key, const std::optional<Object>& object) {
  try {
    authorize(buckets, request, "s3:DeleteObject", request.bucket, object_arn(request.bucket, key));
    for (const char* unsupported : {"LastModifiedTime", "Size"}) {
      if (asked.find(unsupported)) throw not_supported(fmt::format("A condition on {}", unsupported));
    }
    const std::string version = asked.text_of("VersionId");
    if (!version.empty() && version != "null") {
      throw Fault("NoSuchVersion", 404, "The specified version does not exist.");
    }
    const std::string etag = asked.text_of("ETag");
    WriteConditions{.if_match = etag.empty() ? nullptr : &etag}.check(key, object);
    return std::nullopt;
  } catch (const Fault& fault) {
    return fault;
  }
}

http::Response run(Buckets& buckets, const Request& request) {
  if (!request.header("content-md5") && !find_checksum(request.http.headers) && !request.header("x-amz-trailer")) {
    throw invalid_request("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  }
  const xml::Element root = xml::parse(receive_document(buckets.loop(), buckets.store(), request), "Delete");
  xml::require_known(root, {"Object", "Quiet"});
  const bool quiet = root.text_of("Quiet") == "true";
  const Bucket& bucket = buckets.get(request.bucket);
  store::Transaction transaction(buckets.store());
  std::set<std::string> gone;
  std::size_t count = 0;
  xml::Writer out("DeleteResult");
  for (const xml::Element& asked : root.children) {
    if (asked.name != "Object") continue;
    const std::string key = asked.text_of("Key");
    if (key.empty() || ++count > kMostKeys) throw malformed_xml();
    const auto object = gone.contains(key) ? std::nullopt : buckets.objects().find(bucket.name, key);
    if (const auto fault = find_obstacle(buckets, request, asked, key, object)) {
      const bool denied = fault->status == 403;
      out.open("Error").text("Key", key).text("Code", denied ? "AccessDenied" : fault->code);
      out.text("Message", fault->message).close();
      continue;
    }
    if (object) {
      buckets.objects().erase(transaction, bucket, key, *object, request.cause("ObjectRemoved:Delete"));
      gone.insert(key);
    }
    if (!quiet) out.open("Deleted").text("Key", key).close();
  }
  if (count == 0) throw malformed_xml();
  transaction.commit();
  return xml_response(out.finish());
}

}  // namespace delete_objects_operation

constinit const Operation delete_objects = asking_operation<&delete_objects_operation::run>(
    "DeleteObjects", "s3:DeleteObject", "POST", Level::kBucket, "delete");

}  // namespace s3
