// The intrinsic functions, one member of Scope each. Source: CloudFormation User Guide, Intrinsic function reference.

#include <algorithm>

#include "base/text.h"
#include "emulator/template/fields.h"
#include "emulator/template/scope.h"

namespace cfn {

struct Scope::Function {
  std::string_view name = {};
  Node (Scope::*run)(const Node& node, const Node& argument) = nullptr;
};

const std::vector<Scope::Function>& Scope::functions() {
  static const std::vector<Function> all = {
      {"Ref", &Scope::ref},         {"Fn::GetAtt", &Scope::get_att},
      {"Fn::Sub", &Scope::sub},     {"Fn::Join", &Scope::join},
      {"Fn::If", &Scope::choose},   {"Fn::Select", &Scope::select},
      {"Fn::Split", &Scope::split}, {"Fn::FindInMap", &Scope::find_in_map},
  };
  return all;
}

Node Scope::call(const Node& node, const std::string& name, const Node& argument) {
  for (const Function& function : functions()) {
    if (function.name == name) return (this->*function.run)(node, argument);
  }
  std::vector<std::string> supported;
  for (const Function& function : functions()) supported.emplace_back(function.name);
  return fail(node, "the function " + name + " is not supported here; supported are " + list_of(supported));
}

std::optional<std::vector<Node>> Scope::arguments(const Node& node, const Node& argument, std::size_t count,
                                                  std::string_view shape) {
  if (!argument.is_list() || argument.items.size() != count) {
    if (!argument.is_unknown()) problems_.add(node, node.members.front().first + " needs " + std::string(shape));
    return std::nullopt;
  }
  std::vector<Node> values;
  for (const Node& item : argument.items) {
    values.push_back(resolve(item));
    if (values.back().is_unknown()) return std::nullopt;
  }
  return values;
}

Node Scope::ref(const Node& node, const Node& argument) {
  const auto name = find_scalar(argument, problems_);
  return name ? named_value(node, *name) : node.unknown();
}

Node Scope::get_att(const Node& node, const Node& argument) {
  if (argument.is_list()) {
    const auto parts = arguments(node, argument, 2, "a resource and an attribute");
    return parts ? attribute_value(node, (*parts)[0].text, (*parts)[1].text) : node.unknown();
  }
  const std::size_t dot = argument.text.find('.');
  if (dot == std::string::npos) return fail(node, "Fn::GetAtt needs a resource and an attribute: Resource.Attribute");
  return attribute_value(node, argument.text.substr(0, dot), argument.text.substr(dot + 1));
}

Node Scope::sub(const Node& node, const Node& argument) {
  const Node* pattern = &argument;
  std::map<std::string, Node> own;
  if (argument.is_list()) {
    if (argument.items.size() != 2 || !argument.items[1].is_map()) {
      return fail(node, "Fn::Sub needs a string, or a list of a string and a map of its variables");
    }
    pattern = &argument.items[0];
    for (const auto& [name, value] : argument.items[1].members) own[name] = resolve(value);
  }
  if (!pattern->is_scalar())
    return fail(node, "Fn::Sub needs a string, not a function or " + std::string(pattern->kind_name()));
  std::string result;
  bool known = true;
  std::string_view rest = pattern->text;
  for (std::size_t start = rest.find("${"); start != std::string_view::npos; start = rest.find("${")) {
    result += rest.substr(0, start);
    const std::size_t end = rest.find('}', start);
    if (end == std::string_view::npos) return fail(node, "Fn::Sub: ${ without its }");
    const std::string name(base::trim(rest.substr(start + 2, end - start - 2)));
    rest.remove_prefix(end + 1);
    if (name.starts_with("!")) {  // ${!x} is how to write ${x}
      result += "${" + name.substr(1) + "}";
      continue;
    }
    const std::size_t dot = name.find('.');
    const auto mine = own.find(name);
    const Node value = mine != own.end()          ? mine->second
                       : dot == std::string::npos ? named_value(node, name)
                                                  : attribute_value(node, name.substr(0, dot), name.substr(dot + 1));
    if (!value.is_scalar() && !value.is_unknown()) {
      problems_.add(node, "Fn::Sub: ${" + name + "} must be a string, not " + std::string(value.kind_name()));
    }
    known = known && value.is_scalar();
    result += value.text;
  }
  result += rest;
  return known ? node.string(result) : node.unknown();
}

Node Scope::join(const Node& node, const Node& argument) {
  const auto values = arguments(node, argument, 2, "a separator and a list");
  if (!values) return node.unknown();
  if (!(*values)[1].is_list()) return fail(node, "Fn::Join needs a separator and a list");
  std::vector<std::string> parts;
  for (const Node& item : (*values)[1].items) {
    const auto text = find_scalar(item, problems_);
    if (!text) return node.unknown();
    parts.push_back(*text);
  }
  return node.string(base::join(parts, (*values)[0].text));
}

Node Scope::choose(const Node& node, const Node& argument) {
  if (!argument.is_list() || argument.items.size() != 3 || !argument.items[0].is_scalar()) {
    return fail(node, "Fn::If needs the name of a condition and two values");
  }
  // Only the branch that counts is resolved: the other one may refer to what is not created.
  return resolve(argument.items[holds(argument.items[0].text, node) ? 1 : 2]);
}

Node Scope::select(const Node& node, const Node& argument) {
  const auto values = arguments(node, argument, 2, "an index and a list");
  if (!values) return node.unknown();
  const auto index = base::parse_int((*values)[0].text);
  const std::vector<Node>& list = (*values)[1].items;
  if (!index || *index < 0 || static_cast<std::size_t>(*index) >= list.size()) {
    return fail(node, "Fn::Select: there is no element '" + (*values)[0].text + "' in a list of " +
                          std::to_string(list.size()));
  }
  return list[static_cast<std::size_t>(*index)];
}

Node Scope::split(const Node& node, const Node& argument) {
  const auto values = arguments(node, argument, 2, "a separator and a string");
  if (!values) return node.unknown();
  const std::string& separator = (*values)[0].text;
  if (separator.empty() || !(*values)[1].is_scalar()) return fail(node, "Fn::Split needs a separator and a string");
  Node result = node.list();
  std::string_view rest = (*values)[1].text;
  for (std::size_t end = rest.find(separator); end != std::string_view::npos; end = rest.find(separator)) {
    result.items.push_back(node.string(std::string(rest.substr(0, end))));
    rest.remove_prefix(end + separator.size());
  }
  result.items.push_back(node.string(std::string(rest)));
  return result;
}

Node Scope::find_in_map(const Node& node, const Node& argument) {
  const auto keys = arguments(node, argument, 3, "a map, a first and a second key");
  if (!keys) return node.unknown();
  const Node* value = sections_.mappings;
  for (const Node& key : *keys) {
    value = value ? value->find(key.text) : nullptr;
    if (!value) return fail(node, "Fn::FindInMap: Mappings has no '" + key.text + "' there");
  }
  return *value;
}

}  // namespace cfn
