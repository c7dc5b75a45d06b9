#include <algorithm>

#include "base/text.h"
#include "emulator/template/serverless.h"

// HTTP APIs and function URLs as SAM has them. Where SAM writes the routes as an OpenAPI document into the API's Body,
// they become resources of their own here; what is deployed is the same. Source: AWS SAM Developer Guide,
// AWS::Serverless::HttpApi, HttpApi, FunctionUrlConfig.

namespace cfn::serverless {
namespace {

constexpr std::string_view kImplicitApi = "ServerlessHttpApi";

std::string stage_id(const std::string& api, const std::string& stage) {
  return stage == "$default" ? api + "ApiGatewayDefaultStage" : api + stage + "Stage";
}

void add_implicit_api(Expansion& out, const Node& at) {
  const std::string id(kImplicitApi);
  if (out.find(id)) return;
  const Resource nobody;
  out.add(nobody, at, id, "AWS::ApiGatewayV2::Api",
          at.map({{"Name", at.ref("AWS::StackName")}, {"ProtocolType", at.string("HTTP")}}));
  out.add(nobody, at, stage_id(id, "$default"), "AWS::ApiGatewayV2::Stage",
          at.map({{"ApiId", at.ref(id)}, {"StageName", at.string("$default")}, {"AutoDeploy", at.string("true")}}));
}

Resource* find_stage(Expansion& out, std::string_view api) {
  const auto found = std::ranges::find_if(out.resources, [&](const Resource& resource) {
    if (resource.type != "AWS::ApiGatewayV2::Stage") return false;
    const Node* id = resource.properties.find("ApiId");
    const Node* reference = id ? id->find("Ref") : nullptr;
    return reference && reference->text == api;
  });
  return found == out.resources.end() ? nullptr : &*found;
}

// "POST /v1/orders/{id}", as an event says it; nothing where it says it wrong, which is reported.
std::optional<std::string> route_key(Fields& sam) {
  const std::string path = sam.text("Path");
  std::string method = base::to_upper(sam.text("Method"));
  if (method == "X-AMAZON-APIGATEWAY-ANY-METHOD") method = "ANY";
  if ((path.empty() && method.empty()) || path == "$default") return "$default";
  if (path.empty() || method.empty()) {
    sam.problem("needs both Path and Method, or neither for the route $default");
    return std::nullopt;
  }
  return method + " " + path;
}

// "POST/v1/orders/*": the end of the ARN that a request on the route comes from.
std::string source_of(const std::string& key) {
  if (key == "$default") return key;
  const auto space = key.find(' ');
  std::string method = key.substr(0, space);
  if (method == "ANY") method = "*";
  std::string path;
  for (const char c : key.substr(space + 1)) {
    const bool in_label = path.ends_with('{');
    if (in_label && c == '}') {
      path.back() = '*';
    } else if (!in_label) {
      path += c;
    }
  }
  return method + path;
}

}  // namespace

void expand_http_api(Expansion& out, const Resource& api) {
  Fields sam(api.properties, out.problems);
  const Node& at = api.properties;
  Node properties = at.map({{"Name", at.ref("AWS::StackName")}, {"ProtocolType", at.string("HTTP")}});
  for (const std::string_view name : {"Name", "Description", "Tags"}) {
    if (const Node* value = sam.find(name)) properties.set(name, *value);
  }
  if (const Node* cors = sam.find("CorsConfiguration")) {
    // `true` lets every origin in. (SAM, HttpApiCorsConfiguration)
    if (cors->is_scalar() && cors->text == "true") {
      properties.set("CorsConfiguration", cors->map({{"AllowOrigins", cors->list({cors->string("*")})}}));
    } else if (cors->is_map()) {
      properties.set("CorsConfiguration", *cors);
    } else {
      out.problems.add(*cors, "must be a map with AllowOrigins, or true");
    }
  }
  std::string stage_name = "$default";
  Node stage = at.map({{"ApiId", at.ref(api.id)}, {"AutoDeploy", at.string("true")}});
  if (const Node* name = sam.find("StageName")) {
    stage.set("StageName", *name);
    stage_name = name->is_scalar() ? name->text : "";
  } else {
    stage.set("StageName", at.string("$default"));
  }
  for (const std::string_view name : {"DefaultRouteSettings", "RouteSettings", "StageVariables"}) {
    if (const Node* value = sam.find(name)) stage.set(name, *value);
  }
  Resource plain = api;
  plain.type = "AWS::ApiGatewayV2::Api";
  plain.properties = std::move(properties);
  *out.find(api.id) = plain;
  out.add(plain, at, stage_id(api.id, stage_name), "AWS::ApiGatewayV2::Stage", std::move(stage));
}

void expand_http_api_event(Expansion& out, const Resource& function, const std::string& id, const Node& at,
                           Fields& sam) {
  const auto key = route_key(sam);
  std::string api(kImplicitApi);
  if (const Node* given = sam.find("ApiId")) {
    const Node* reference = given->find("Ref");
    const Resource* there = reference ? out.find(reference->text) : nullptr;
    if (!there || there->type != "AWS::ApiGatewayV2::Api") {
      out.problems.add(*given, "must be a !Ref to an AWS::Serverless::HttpApi of this template");
      return;
    }
    api = reference->text;
  } else {
    add_implicit_api(out, at);
  }
  Node integration = at.map({{"ApiId", at.ref(api)},
                             {"IntegrationType", at.string("AWS_PROXY")},
                             {"IntegrationUri", at.get_att(function.id, "Arn")},
                             {"PayloadFormatVersion", at.string(sam.text("PayloadFormatVersion", "2.0"))}});
  if (const Node* timeout = sam.find("TimeoutInMillis")) integration.set("TimeoutInMillis", *timeout);
  const Node* settings = sam.find("RouteSettings");
  if (!key) return;
  const std::string integration_id = id + "Integration";
  out.add(function, at, integration_id, "AWS::ApiGatewayV2::Integration", std::move(integration));
  out.add(function, at, id + "Route", "AWS::ApiGatewayV2::Route",
          at.map({{"ApiId", at.ref(api)},
                  {"RouteKey", at.string(*key)},
                  {"Target", at.sub("integrations/${" + integration_id + "}")}}));
  out.add(function, at, id + "Permission", "AWS::Lambda::Permission",
          at.map({{"Action", at.string("lambda:InvokeFunction")},
                  {"FunctionName", at.ref(function.id)},
                  {"Principal", at.string("apigateway.amazonaws.com")},
                  {"SourceArn", at.sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${" + api +
                                       "}/*/" + source_of(*key))}}));
  if (!settings) return;
  Resource* stage = find_stage(out, api);
  if (!stage) {
    out.problems.add(*settings, "the API has no stage that could hold them");
    return;
  }
  Node all = at.map();
  if (const Node* own = stage->properties.find("RouteSettings")) all = *own;
  all.set(*key, *settings);
  stage->properties.set("RouteSettings", std::move(all));
}

void expand_function_url(Expansion& out, const Resource& function, Fields& sam) {
  const Node& at = sam.node();
  Node properties = at.map({{"TargetFunctionArn", at.ref(function.id)}});
  const Node* auth = sam.require("AuthType");
  if (auth) properties.set("AuthType", *auth);
  for (const std::string_view name : {"Cors", "InvokeMode"}) {
    if (const Node* value = sam.find(name)) properties.set(name, *value);
  }
  out.add(function, at, function.id + "Url", "AWS::Lambda::Url", std::move(properties));
  if (!auth || auth->text != "NONE") return;
  out.add(function, at, function.id + "UrlPublicPermissions", "AWS::Lambda::Permission",
          at.map({{"Action", at.string("lambda:InvokeFunctionUrl")},
                  {"FunctionName", at.ref(function.id)},
                  {"Principal", at.string("*")},
                  {"FunctionUrlAuthType", at.string("NONE")}}));
}

}  // namespace cfn::serverless
