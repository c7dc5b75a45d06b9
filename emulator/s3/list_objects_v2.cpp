#include "base/text.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/list_page.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace list_objects_v2_operation {

std::string start_of(const Request& request) {
  const std::string* token = request.parameter("continuation-token");
  if (!token) return request.parameter_or("start-after", "");
  const auto after = base::from_base64(*token);
  if (!after || after->empty()) {
    throw invalid_argument("The continuation token provided is incorrect", "continuation-token", *token);
  }
  return *after;
}

http::Response run(Buckets& buckets, const Request& request) {
  if (*request.parameter("list-type") != "2") {
    throw invalid_argument("Invalid List Type specified in Request", "list-type", *request.parameter("list-type"));
  }
  const ListPage page(request, start_of(request));
  const Listing listing = buckets.objects().list(request.bucket, page.query);
  xml::Writer out("ListBucketResult");
  out.text("Name", request.bucket).text("Prefix", page.spell(page.query.prefix));
  if (const std::string* start = request.parameter("start-after")) out.text("StartAfter", page.spell(*start));
  if (const std::string* token = request.parameter("continuation-token")) out.text("ContinuationToken", *token);
  if (listing.truncated) out.text("NextContinuationToken", base::to_base64(listing.last));
  out.number("KeyCount", listing.objects.size() + listing.prefixes.size());
  page.write(out, buckets.get(request.bucket), listing, request.parameter_or("fetch-owner", "") == "true");
  return xml_response(out.finish());
}

}  // namespace list_objects_v2_operation

constinit const Operation list_objects_v2 =
    operation<&list_objects_v2_operation::run>("ListObjectsV2", "s3:ListBucket", "GET", Level::kBucket, "list-type");

}  // namespace s3
