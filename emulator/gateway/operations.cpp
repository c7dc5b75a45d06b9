#include "emulator/gateway/operations.h"

#include <fmt/format.h>

namespace gateway {
namespace operations_detail {

using base::Json;

Json describe_cors(const http::CorsPolicy& cors) {
  using protocol::list_of;
  Json described = {{"allowCredentials", cors.allow_credentials},
                    {"allowHeaders", list_of(cors.allow_headers)},
                    {"allowMethods", list_of(cors.allow_methods)},
                    {"allowOrigins", list_of(cors.allow_origins)},
                    {"exposeHeaders", list_of(cors.expose_headers)}};
  if (cors.max_age_seconds) described.set("maxAge", *cors.max_age_seconds);
  return described;
}

}  // namespace operations_detail

const Api& get_api_of(const Apis& apis, const RestCall& call, std::string_view what) {
  const std::string& id = call.label("apiId");
  call.call.require("apigateway:GET", {fmt::format("arn:aws:apigateway:{}::/apis/{}{}", call.call.region, id, what)});
  if (const Api* api = apis.find(id)) return *api;
  throw protocol::Fault("NotFoundException", 404, "Invalid API identifier specified " + call.call.account + ":" + id);
}

base::Json describe(const Api& api, std::string_view endpoint) {
  base::Json described = {{"apiEndpoint", fmt::format("{}/_api/{}", endpoint, api.id)},
                          {"apiId", api.id},
                          {"apiKeySelectionExpression", "$request.header.x-api-key"},
                          {"createdDate", base::format_iso8601(api.created, base::Precision::kSeconds)},
                          {"disableExecuteApiEndpoint", false},
                          {"name", api.name},
                          {"protocolType", "HTTP"},
                          {"routeSelectionExpression", "$request.method $request.path"}};
  if (!api.description.empty()) described.set("description", api.description);
  if (api.cors) described.set("corsConfiguration", operations_detail::describe_cors(*api.cors));
  base::Json tags = base::Json::object();
  for (const auto& [name, value] : api.tags) tags.set(name, value);
  return described.set("tags", std::move(tags));
}

}  // namespace gateway
