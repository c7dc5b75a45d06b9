#include "emulator/gateway/operations.h"

namespace gateway {
namespace get_integrations_operation {

http::Response run(Apis& apis, RestCall& call) {
  base::Json items = base::Json::array();
  for (const Integration& integration : get_api_of(apis, call, "/integrations").integrations) {
    items.push_back({{"connectionType", "INTERNET"},
                     {"integrationId", integration.id},
                     {"integrationMethod", "POST"},
                     {"integrationType", "AWS_PROXY"},
                     {"integrationUri", integration.function_arn},
                     {"payloadFormatVersion", integration.format == PayloadFormat::k2_0 ? "2.0" : "1.0"},
                     {"timeoutInMillis", static_cast<std::int64_t>(integration.timeout.count())}});
  }
  return protocol::rest_response(call.call, 200, {{"items", items}});
}

}  // namespace get_integrations_operation

constinit const RestOperation<Apis> get_integrations = protocol::rest_operation<&get_integrations_operation::run>(
    "apigateway:GET", "GET", "/v2/apis/{apiId}/integrations", "GetIntegrations");

}  // namespace gateway
