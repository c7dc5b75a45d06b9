#include "emulator/lambda/url_configuration.h"

#include <algorithm>

#include "emulator/lambda/configuration.h"
#include "emulator/lambda/errors.h"

namespace lambda_service {
namespace url_configuration_detail {

// Of the two that a member may say: true for `yes`.
bool choice(const std::string& said, std::string_view name, std::string_view yes, std::string_view no) {
  if (said != yes && said != no)
    throw invalid_parameter(fmt::format("{} is '{}'; it must be {} or {}", name, said, yes, no));
  return said == yes;
}

http::CorsPolicy parse_cors(const protocol::Fields& in) {
  const auto unknown =
      in.unknown({"AllowCredentials", "AllowHeaders", "AllowMethods", "AllowOrigins", "ExposeHeaders", "MaxAge"});
  if (!unknown.empty()) throw invalid_parameter(fmt::format("Cors.{} is not supported here", fmt::join(unknown, ", ")));
  http::CorsPolicy cors{.allow_origins = in.strings("AllowOrigins"),
                        .allow_methods = in.strings("AllowMethods"),
                        .allow_headers = in.strings("AllowHeaders"),
                        .expose_headers = in.strings("ExposeHeaders"),
                        .allow_credentials = in.boolean_or("AllowCredentials", false)};
  if (const auto age = in.find_integer("MaxAge")) {
    if (*age < 0 || *age > 86'400) throw invalid_parameter("Cors.MaxAge must be from 0 to 86400 seconds");
    cors.max_age_seconds = int(*age);
  }
  return cors;
}

}  // namespace url_configuration_detail

using namespace url_configuration_detail;

void apply_url_configuration(const base::Json& body, FunctionUrl& url) {
  const protocol::Fields in(body, kFieldFaults);
  const auto unknown = in.unknown({"AuthType", "Cors", "InvokeMode"});
  if (!unknown.empty()) throw invalid_parameter(fmt::format("{} is not supported here", fmt::join(unknown, ", ")));
  if (const auto auth = in.find_string("AuthType")) url.needs_signature = choice(*auth, "AuthType", "AWS_IAM", "NONE");
  if (const auto mode = in.find_string("InvokeMode"))
    url.streams = choice(*mode, "InvokeMode", "RESPONSE_STREAM", "BUFFERED");
  if (const auto cors = in.find_fields("Cors")) url.cors = parse_cors(*cors);
}

const FunctionUrl& get_url(Functions& functions, const Function& function) {
  if (const FunctionUrl* url = functions.urls().find(function.arn)) return *url;
  throw Fault("ResourceNotFoundException", 404, "The resource you requested does not exist.");
}

}  // namespace lambda_service
