#include "emulator/s3/endpoint.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "emulator/s3/address.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/headers.h"
#include "emulator/s3/keys.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace endpoint_detail {

// Query parameters that make another resource of a bucket or an object, sorted: all that S3 has.
constexpr std::string_view kSubResources[] = {"abac",
                                              "accelerate",
                                              "acl",
                                              "analytics",
                                              "attributes",
                                              "cors",
                                              "delete",
                                              "encryption",
                                              "intelligent-tiering",
                                              "inventory",
                                              "legal-hold",
                                              "lifecycle",
                                              "list-type",
                                              "location",
                                              "logging",
                                              "metadataConfiguration",
                                              "metadataInventoryTable",
                                              "metadataJournalTable",
                                              "metadataTable",
                                              "metrics",
                                              "notification",
                                              "object-lock",
                                              "ownershipControls",
                                              "policy",
                                              "policyStatus",
                                              "publicAccessBlock",
                                              "renameObject",
                                              "replication",
                                              "requestPayment",
                                              "restore",
                                              "retention",
                                              "select",
                                              "session",
                                              "tagging",
                                              "torrent",
                                              "uploadId",
                                              "uploads",
                                              "versioning",
                                              "versions",
                                              "website"};
static_assert(std::ranges::is_sorted(kSubResources));

constexpr std::string_view kCopySource = "x-amz-copy-source";

Level level_of(const Request& request) {
  if (request.bucket.empty()) return Level::kService;
  return request.key.empty() ? Level::kBucket : Level::kObject;
}

std::string_view name_of(Level level) {
  return level == Level::kService ? "SERVICE" : level == Level::kBucket ? "BUCKET" : "OBJECT";
}

std::string find_sub_resource(const Request& request) {
  std::string found;
  for (const auto& [name, value] : request.query) {
    if (!std::ranges::binary_search(kSubResources, std::string_view(name))) continue;
    if (!found.empty() && found != name) {
      throw invalid_argument("Conflicting query string parameters: " + found + ", " + name, "ResourceType", name);
    }
    found = name;
  }
  return found;
}

// What a presigned URL says in its query counts as if it stood in a header. (S3 API Reference, "Authenticating
// Requests: Using Query Parameters")
void add_headers_of_query(http::Request& http, const http::Query& query) {
  for (const auto& [name, value] : query) {
    if (name.size() < 6 || !base::equals_ignore_case(std::string_view(name).substr(0, 6), "x-amz-")) continue;
    if (!http.headers.find(name)) http.headers.add(name, value);
  }
}

void check_presigned_time(const Buckets& buckets, const Request& request) {
  const std::string* expires = request.parameter("X-Amz-Expires");
  if (!expires) return;
  const auto seconds = base::parse_int(*expires);
  if (!seconds || *seconds < 0 || *seconds > 604'800) {
    throw Fault("AuthorizationQueryParametersError", 400,
                "X-Amz-Expires must be a number from 0 to 604800 seconds (a week)");
  }
  const auto signed_at = base::parse_amz_date(request.parameter_or("X-Amz-Date", ""));
  // Under a virtual clock the URL's maker may live in another time.
  const bool is_virtual = buckets.loop().is_virtual();
  if (!is_virtual && signed_at && *signed_at + std::chrono::seconds(*seconds) < request.call.now) {
    throw with(access_denied("Request has expired"), {{"X-Amz-Expires", *expires}});
  }
}

// Whether this bucket is there, is the caller's, and lies where the request was signed for.
void check_bucket(const Bucket& bucket, const Request& request) {
  if (const std::string* owner = request.header("x-amz-expected-bucket-owner"); owner && *owner != bucket.account) {
    throw access_denied();
  }
  if (request.call.account != bucket.account) throw access_denied();
  if (!request.call.access_key.empty() && request.call.region != bucket.region) {
    Fault fault =
        with(Fault("AuthorizationHeaderMalformed", 400,
                   fmt::format("The authorization header is malformed; the region '{}' is wrong; expecting '{}'",
                               request.call.region, bucket.region)),
             {{"Region", bucket.region}});
    fault.headers.emplace_back("x-amz-bucket-region", bucket.region);
    throw fault;
  }
}

void add_ids(http::Response& response, const protocol::Call& call) {
  response.headers.add("x-amz-request-id", call.request_id);
  response.headers.add("x-amz-id-2", host_id(call));
}

// What iam and protocol call otherwise than S3 does.
struct OwnName {
  std::string_view code = {};
  std::string_view s3_code = {};
  int status = 0;
};
constexpr OwnName kOwnNames[] = {{"AccessDeniedException", "AccessDenied", 403},
                                 {"UnrecognizedClientException", "InvalidToken", 400},
                                 {"IncompleteSignatureException", "AuthorizationHeaderMalformed", 400},
                                 {"RequestEntityTooLarge", "EntityTooLarge", 400},
                                 {"InternalFailure", "InternalError", 500}};

std::string text_of(const base::Json& value) { return value.is_string() ? value.as_string() : value.dump(); }

}  // namespace endpoint_detail

using namespace endpoint_detail;

const Operation& find_operation(const Request& request) {
  const Level level = level_of(request);
  const std::string sub_resource = find_sub_resource(request);
  // Only where an object is written does a copy source make another operation.
  const bool copies = level == Level::kObject && request.http.method == "PUT" && request.header(kCopySource) != nullptr;
  for (const Operation* operation : kOperations) {
    if (operation->level == level && operation->method == request.http.method &&
        operation->sub_resource == sub_resource && operation->header.empty() == !copies) {
      return *operation;
    }
  }
  base::log_warning("unknown operation",
                    {{"service", "s3"}, {"method", request.http.method}, {"subResource", sub_resource}});
  if (!sub_resource.empty()) throw not_supported(request.http.method + " ?" + sub_resource);
  if (request.http.method == "POST" && level == Level::kBucket) throw not_supported("An upload by an HTML form");
  throw method_not_allowed(request.http.method, name_of(level));
}

http::Response S3Endpoint::serve(http::Request& http, protocol::Call& call) const {
  if (call.authorizer) call.authorizer->identify(http, std::nullopt, call);
  Address address = parse_address(http);
  Request request{.http = http,
                  .call = call,
                  .bucket = std::move(address.bucket),
                  .key = std::move(address.key),
                  .query = http::parse_query(http.query)};
  add_headers_of_query(http, request.query);
  const Operation& operation = find_operation(request);
  call.action = operation.action;
  check_presigned_time(buckets_, request);
  if (operation.level != Level::kService && &operation != &create_bucket) {
    check_bucket(buckets_.get(request.bucket), request);
  }
  if (const std::string* version = request.parameter("versionId"); version && *version != "null") {
    throw invalid_argument("Invalid version id specified", "versionId", *version);
  }
  check_headers(request);
  if (!operation.asks_itself) {
    authorize(buckets_, request, operation.action, request.bucket,
              operation.level == Level::kService  ? "*"
              : operation.level == Level::kBucket ? "arn:aws:s3:::" + request.bucket
                                                  : object_arn(request.bucket, request.key));
  }
  http::Response response = operation.run(buckets_, request);
  add_ids(response, call);
  return response;
}

http::Response S3Endpoint::write(const Fault& fault, const protocol::Call& call) const {
  const auto own = std::ranges::find(kOwnNames, fault.code, &OwnName::code);
  const bool renamed = own != std::end(kOwnNames);
  xml::Writer out("Error", false);
  out.text("Code", renamed ? own->s3_code : std::string_view(fault.code)).text("Message", fault.message);
  for (const auto& [name, value] : fault.members.members()) out.text(name, text_of(value));
  out.text("RequestId", call.request_id).text("HostId", host_id(call));
  http::Response response{.status = renamed ? own->status : fault.status,
                          .headers = {{"Content-Type", "application/xml"}},
                          .body = out.finish()};
  add_ids(response, call);
  for (const auto& [name, value] : fault.headers) response.headers.add(name, value);
  return response;
}

}  // namespace s3
