#include "emulator/template/template.h"

#include <algorithm>

#include "emulator/template/fields.h"

namespace cfn {
namespace {

Node section(Fields& document, std::string_view name) {
  const Node* found = document.find(name);
  if (!found) return document.node().map();
  if (found->is_map()) return *found;
  return Fields(*found, document.problems()).node().map();
}

Node function_globals(Fields& document) {
  Node globals = document.node().map();
  document.object("Globals", [&](Fields& sections) {
    if (const Node* function = sections.find("Function")) globals = *function;
  });
  return globals;
}

Resource read_resource(const std::string& id, const Node& node, Problems& problems) {
  Fields fields(node, problems);
  Resource resource = {.id = id, .type = fields.require_text("Type"), .at = node.map(), .properties = node.map()};
  if (const Node* properties = fields.find("Properties")) {
    resource.properties = *properties;
    if (!properties->is_map()) resource.properties = Fields(*properties, problems).node().map();
  }
  resource.condition = fields.text("Condition");
  resource.depends_on = fields.texts("DependsOn");
  resource.retain = fields.one_of("DeletionPolicy", {"Delete", "Retain"}, "Delete") == "Retain";
  fields.one_of("UpdateReplacePolicy", {"Delete", "Retain"}, "Delete");  // nothing is updated in place here
  fields.find("Metadata");                                               // for tools, not for CloudFormation
  const bool id_is_good = !id.empty() && std::ranges::all_of(id, [](unsigned char c) { return std::isalnum(c) != 0; });
  if (!id_is_good) fields.problem("a logical id has letters and digits only");
  return resource;
}

}  // namespace

Template read_sections(const Node& node, Problems& problems) {
  Fields document(node, problems);
  Template result;
  document.one_of("AWSTemplateFormatVersion", {"2010-09-09"}, "");
  result.serverless = document.one_of("Transform", {"AWS::Serverless-2016-10-31"}, "") != "";
  result.description = document.text("Description");
  document.find("Metadata");
  result.parameters = section(document, "Parameters");
  result.mappings = section(document, "Mappings");
  result.conditions = section(document, "Conditions");
  result.globals = function_globals(document);
  result.outputs = section(document, "Outputs");
  document.require("Resources");
  document.entries("Resources", [&](const std::string& id, const Node& resource) {
    if (!resource.is_unknown()) result.resources.push_back(read_resource(id, resource, problems));
  });
  return result;
}

}  // namespace cfn
