#include "emulator/observe.h"

#include <fmt/format.h>

#include "base/text.h"
#include "emulator/audit_log.h"
#include "emulator/gateway/address.h"
#include "emulator/parts.h"
#include "emulator/s3/address.h"

namespace emulator {
namespace observe_detail {

using replay::CannotRepeat;
using replay::Observed;

bool changes_nothing(std::string_view action) {
  return action.empty() || only_reads(action) || action == "apigateway:GET" || action == "events:TestEventPattern" ||
         action.starts_with("sts:");
}

bool is_gateway(std::string_view action) {
  return action == "execute-api:Invoke" || action == "lambda:InvokeFunctionUrl";
}

// What lies with an object, as the headers that it would be put with.
http::Headers headers_of(const s3::Object& object) {
  http::Headers headers;
  for (const auto& [name, value] : object.headers) {
    const bool is_default = base::equals_ignore_case(name, "content-type") && value == "binary/octet-stream";
    if (!is_default) headers.add(name, value);
  }
  for (const auto& [name, value] : object.metadata) headers.add("x-amz-meta-" + name, value);
  std::string tags;
  for (const auto& [name, value] : object.tags) {
    tags += fmt::format("{}{}={}", tags.empty() ? "" : "&", base::percent_encode(name), base::percent_encode(value));
  }
  if (!tags.empty()) headers.add("x-amz-tagging", tags);
  return headers;
}

std::string with_query(std::string_view path, const http::Request& request) {
  return std::string(path) + (request.query.empty() ? "" : "?" + request.query);
}

// False where there is nothing of that name, or nobody was let in.
bool observe_gateway(const Parts& parts, const http::Request& request, const protocol::Call& call, int status,
                     Observed& observed) {
  const bool is_api = call.action == "execute-api:Invoke";
  const auto address =
      gateway::parse_address(request, is_api ? gateway::Kind::kApi : gateway::Kind::kFunctionUrl, call.region);
  const gateway::Api* api = address && is_api ? parts.apis.find(address->id) : nullptr;
  const auto* url = address && !is_api ? parts.functions->urls().find_by_id(address->id) : nullptr;
  if (!api && !url) return false;
  if (url && url->needs_signature) {
    if (status == 403) return false;
    throw CannotRepeat("this function's URL takes signed requests only");
  }
  if (api) observed.api = api->name;
  if (url) observed.function = url->function_arn.substr(url->function_arn.rfind(':') + 1);
  observed.target = with_query(address->path, request);
  return true;
}

// An object counts as it lies there, however it came: in one piece, in chunks, in parts, as a copy. False for a step on
// the way to one.
bool observe_object(const Parts& parts, const http::Request& request, Observed& observed) {
  const s3::Address address = s3::parse_address(request);
  const http::Query query = http::parse_query(request.query);
  const bool ends_upload = request.method == "POST" && http::find_parameter(query, "uploadId");
  const bool is_step = http::find_parameter(query, "uploadId") || http::find_parameter(query, "uploads");
  if (is_step && !ends_upload) return false;
  observed.target =
      with_query(fmt::format("/{}/{}", address.bucket, base::percent_encode(address.key, base::Slash::kKeep)), request);
  if (observed.action != "s3:PutObject") return true;
  const auto object = parts.buckets.objects().find(address.bucket, address.key);
  if (!object) throw CannotRepeat("the object was gone again at once");
  if (object->size > kLargestRecordedBody)
    throw CannotRepeat(fmt::format("it has more than {} MiB", kLargestRecordedBody >> 20));
  observed.bucket = address.bucket;
  observed.key = address.key;
  observed.headers = headers_of(*object);
  observed.body = parts.buckets.find_object(address.bucket, address.key).value_or("");
  return true;
}

}  // namespace observe_detail

using namespace observe_detail;

bool is_from_inside(const Parts& parts, const protocol::Call& call) {
  const std::string session = call.caller.substr(call.caller.rfind('/') + 1);
  return !call.principal.empty() && parts.functions->find(call.account, call.region, session) != nullptr;
}

std::optional<Observed> observe(const Parts& parts, const http::Request& request, const protocol::Call& call,
                                int status, std::optional<std::string> body) {
  if (changes_nothing(call.action)) return std::nullopt;
  if (!is_gateway(call.action) && status >= 300) return std::nullopt;  // it was refused: nothing happened
  Observed observed{.action = std::string(call.action),
                    .method = request.method,
                    .target = with_query(request.path, request),
                    .headers = request.headers,
                    .endpoint = call.endpoint};
  if (is_gateway(call.action)) {
    if (!observe_gateway(parts, request, call, status, observed)) return std::nullopt;
  } else if (call.account != parts.options.account || call.region != parts.options.region) {
    throw CannotRepeat(fmt::format("it is for {} in {}", call.account, call.region));
  } else if (call.action.starts_with("s3:") && !observe_object(parts, request, observed)) {
    return std::nullopt;
  }
  if (observed.bucket.empty()) {
    if (!body) throw CannotRepeat(fmt::format("its body has more than {} MiB", kLargestRecordedBody >> 20));
    if (request.content_length.value_or(0) > body->size())
      throw CannotRepeat("it was answered before its body was read");
    observed.body = std::move(*body);
  }
  return observed;
}

}  // namespace emulator
