#pragma once

#include <string>
#include <vector>

#include "emulator/template/fields.h"
#include "emulator/template/template.h"

// What SAM makes of its own resource types: plain CloudFormation, under the logical ids that SAM gives them.
// Source: AWS SAM Developer Guide, Generated CloudFormation resources.

namespace cfn {

// Replaces every AWS::Serverless::* resource by what it stands for.
void expand_serverless(Template& document, Problems& problems);

namespace serverless {

// The template while it is being expanded.
struct Expansion {
  std::vector<Resource>& resources;
  Problems& problems;

  Resource* find(std::string_view id);
  // Adds a resource that `owner` brings with it; it is created under the same condition.
  void add(const Resource& owner, const Node& where, std::string id, std::string type, Node properties);
};

void expand_function(Expansion& out, const Resource& function, const Node& globals);
void expand_state_machine(Expansion& out, const Resource& machine);
void expand_events(Expansion& out, const Resource& function, const Node& events, std::vector<Node>& managed_policies);
// AWS::Serverless::HttpApi: the API and its stage. Before the functions, whose events add routes to them.
void expand_http_api(Expansion& out, const Resource& api);
// A function's `HttpApi` event; `id` is what SAM calls what it makes of it: <function><event>.
void expand_http_api_event(Expansion& out, const Resource& function, const std::string& id, const Node& at,
                           Fields& sam);
// A function's FunctionUrlConfig.
void expand_function_url(Expansion& out, const Resource& function, Fields& sam);
// The role that `service` assumes, called <owner>Role, with Policies as SAM reads them; gives its ARN.
Node add_role(Expansion& out, const Resource& owner, std::string_view service, const Node* policies,
              std::vector<Node> managed_policies);
Node to_tag_list(const Node& tags, Problems& problems);  // {a: b} → [{Key: a, Value: b}]

}  // namespace serverless
}  // namespace cfn
