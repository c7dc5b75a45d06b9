#include "emulator/s3/errors.h"
#include "emulator/s3/intake.h"
#include "emulator/s3/operations.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace create_bucket_operation {

// Where the bucket will lie. us-east-1 is the one region that is not named, and its endpoint makes buckets anywhere.
std::string region_of(const Request& request, const std::string& document) {
  std::string wanted;
  if (!document.empty()) {
    const xml::Element root = xml::parse(document, "CreateBucketConfiguration");
    for (const xml::Element& child : root.children) {
      if (child.name != "LocationConstraint" && child.name != "Tags")
        throw not_supported("CreateBucket's " + child.name);
    }
    wanted = root.text_of("LocationConstraint");
  }
  const std::string& here = request.call.region;
  if (wanted == "EU") wanted = "eu-west-1";  // as it was called in the beginning
  if (here == "us-east-1") {
    if (wanted == "us-east-1") {
      throw Fault("InvalidLocationConstraint", 400, "The specified location-constraint is not valid");
    }
    return wanted.empty() ? here : wanted;
  }
  if (wanted != here) throw illegal_location(wanted.empty() ? "unspecified" : wanted);
  return here;
}

Pairs tags_of(const std::string& document) {
  Pairs tags;
  if (document.empty()) return tags;
  const xml::Element root = xml::parse(document, "CreateBucketConfiguration");
  if (const xml::Element* list = root.find("Tags")) {
    for (const xml::Element& tag : list->children) tags.emplace_back(tag.text_of("Key"), tag.text_of("Value"));
  }
  return tags;
}

http::Response run(Buckets& buckets, const Request& request) {
  if (!is_valid_bucket_name(request.bucket)) throw invalid_bucket_name(request.bucket);
  if (const std::string* owner = request.header("x-amz-object-ownership"); owner && *owner != "BucketOwnerEnforced") {
    throw not_supported("x-amz-object-ownership: " + *owner);
  }
  const bool has_body = request.http.content_length.value_or(0) > 0;
  const std::string document = has_body ? receive_document(buckets.loop(), buckets.store(), request) : "";
  const std::string region = region_of(request, document);
  if (const Bucket* there = buckets.find(request.bucket)) {
    if (there->account != request.call.account) throw bucket_already_exists(request.bucket);
    // us-east-1 answers as if it had just been made, and nothing changes.
    if (there->region != "us-east-1" || region != "us-east-1") throw bucket_already_owned_by_you(request.bucket);
  } else {
    buckets.create(
        {.name = request.bucket, .account = request.call.account, .region = region, .tags = tags_of(document)});
  }
  return {.headers = {{"Location", "/" + request.bucket}}};
}

}  // namespace create_bucket_operation

constinit const Operation create_bucket =
    operation<&create_bucket_operation::run>("CreateBucket", "s3:CreateBucket", "PUT", Level::kBucket);

}  // namespace s3
