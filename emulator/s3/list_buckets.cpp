#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace list_buckets_operation {

http::Response run(Buckets& buckets, const Request& request) {
  const std::string prefix = request.parameter_or("prefix", "");
  const std::string region = request.parameter_or("bucket-region", "");
  const std::string after = request.parameter_or("continuation-token", "");
  const std::size_t most = count_parameter(request, "max-buckets", 10'000, 10'000);
  xml::Writer out("ListAllMyBucketsResult");
  out.open("Owner").text("ID", canonical_user_id(request.call.account)).close().open("Buckets");
  std::size_t count = 0;
  std::string last;
  bool truncated = false;
  for (const Bucket* bucket : buckets.list(request.call.account)) {
    if (!bucket->name.starts_with(prefix) || bucket->name <= after) continue;
    if (!region.empty() && bucket->region != region) continue;
    truncated = count == most;
    if (truncated) break;
    out.open("Bucket").text("Name", bucket->name).text("CreationDate", base::format_iso8601(bucket->created));
    out.text("BucketRegion", bucket->region).close();
    last = bucket->name;
    ++count;
  }
  out.close();
  if (!prefix.empty()) out.text("Prefix", prefix);
  if (truncated) out.text("ContinuationToken", last);
  return xml_response(out.finish());
}

}  // namespace list_buckets_operation

constinit const Operation list_buckets =
    operation<&list_buckets_operation::run>("ListBuckets", "s3:ListAllMyBuckets", "GET", Level::kService);

}  // namespace s3
