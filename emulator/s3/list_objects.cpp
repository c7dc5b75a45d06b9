#include "emulator/s3/list_page.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace list_objects_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const ListPage page(request, request.parameter_or("marker", ""));
  const Listing listing = buckets.objects().list(request.bucket, page.query);
  xml::Writer out("ListBucketResult");
  out.text("Name", request.bucket).text("Prefix", page.spell(page.query.prefix));
  out.text("Marker", page.spell(page.query.after));
  // Without a delimiter the last key does as well, and S3 leaves it out.
  if (listing.truncated && !page.query.delimiter.empty()) out.text("NextMarker", page.spell(listing.last));
  page.write(out, buckets.get(request.bucket), listing, true);
  return xml_response(out.finish());
}

}  // namespace list_objects_operation

constinit const Operation list_objects =
    operation<&list_objects_operation::run>("ListObjects", "s3:ListBucket", "GET", Level::kBucket);

}  // namespace s3
