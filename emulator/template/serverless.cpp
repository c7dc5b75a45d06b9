#include "emulator/template/serverless.h"

#include <algorithm>

namespace cfn {
namespace serverless {

Resource* Expansion::find(std::string_view id) {
  const auto found = std::ranges::find(resources, id, &Resource::id);
  return found == resources.end() ? nullptr : &*found;
}

void Expansion::add(const Resource& owner, const Node& where, std::string id, std::string type, Node properties) {
  if (find(id)) {
    problems.add(where, "SAM makes a resource " + id + " of this, but the template has one already; rename that one");
    return;
  }
  resources.push_back({.id = std::move(id),
                       .type = std::move(type),
                       .at = where.map(),
                       .properties = std::move(properties),
                       .condition = owner.condition});
}

Node to_tag_list(const Node& tags, Problems& problems) {
  Node list = tags.list();
  if (!tags.is_map()) problems.add(tags, "must be a map, not " + std::string(tags.kind_name()));
  for (const auto& [key, value] : tags.members) {
    list.items.push_back(value.map({{"Key", value.string(key)}, {"Value", value}}));
  }
  return list;
}

void expand_state_machine(Expansion& out, const Resource& machine) {
  Fields sam(machine.properties, out.problems);
  Node properties = machine.properties.map();
  for (const auto& [theirs, ours] : {std::pair{"Name", "StateMachineName"},
                                     {"Type", "StateMachineType"},
                                     {"DefinitionUri", "DefinitionS3Location"},
                                     {"Definition", "Definition"},
                                     {"DefinitionSubstitutions", "DefinitionSubstitutions"},
                                     {"Role", "RoleArn"}}) {
    if (const Node* value = sam.find(theirs)) properties.set(ours, *value);
  }
  if (const Node* tags = sam.find("Tags")) properties.set("Tags", to_tag_list(*tags, out.problems));
  const Node* policies = sam.find("Policies");
  if (!properties.find("RoleArn") && !policies) sam.problem("needs Role or Policies");
  if (properties.find("RoleArn") && policies)
    out.problems.add(*policies, "Policies has no effect beside Role; drop one");
  if (!properties.find("RoleArn") && policies) {
    properties.set("RoleArn", add_role(out, machine, "states.amazonaws.com", policies, {}));
  }
  Resource plain = machine;
  plain.type = "AWS::StepFunctions::StateMachine";
  plain.properties = std::move(properties);
  *out.find(machine.id) = std::move(plain);
}

}  // namespace serverless

void expand_serverless(Template& document, Problems& problems) {
  serverless::Expansion out = {document.resources, problems};
  const std::vector<Resource> written = document.resources;
  for (const Resource& resource : written) {
    if (resource.type == "AWS::Serverless::HttpApi") serverless::expand_http_api(out, resource);
  }
  for (const Resource& resource : written) {
    const bool is_function = resource.type == "AWS::Serverless::Function";
    if (!is_function && resource.type != "AWS::Serverless::StateMachine") continue;
    if (!document.serverless) {
      problems.add(resource.at, "an " + resource.type + " needs Transform: AWS::Serverless-2016-10-31");
    }
    if (is_function) {
      serverless::expand_function(out, resource, document.globals);
    } else {
      serverless::expand_state_machine(out, resource);
    }
  }
}

}  // namespace cfn
