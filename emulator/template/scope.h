#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/template/node.h"
#include "emulator/template/problem.h"
#include "emulator/template/resource.h"

namespace cfn {

// The account that a stack lives in.
struct Place {
  std::string stack_name = "feedmill";
  std::string account = "000000000000";
  std::string region = "us-east-1";
  std::string endpoint = "http://127.0.0.1:4566";  // what queue URLs start with
};

// Scope: everything that a template's functions can refer to. It resolves values to literals.
//
// The names and ARNs of resources are computed, not waited for: an unnamed resource is called <stack>-<logical id>.
class Scope {
 public:
  struct Sections {
    const Node* mappings = nullptr;
    const Node* conditions = nullptr;
  };
  Scope(Place place, std::map<std::string, Node> parameters, Sections sections, const std::vector<Resource>& resources,
        Problems& problems);

  // `node` without functions. What cannot be resolved is reported once and becomes unknown.
  Node resolve(const Node& node);

  // Whether the named condition holds; reports an unknown or circular one against `where` and takes it as false.
  bool holds(std::string_view condition, const Node& where);

  // The physical name of a resource; nothing where it cannot be known, which is reported.
  std::optional<std::string> find_name(const Resource& resource);
  // The id that AWS would draw: up to 32 characters, of the names, so that addresses are the same at every boot.
  std::string local_id(const Resource& resource, std::size_t characters) const;
  std::string arn(const Resource& resource);  // "" where the type has none

  // The logical ids that were referred to since the last call, for the order of creation.
  std::set<std::string> take_references();

 private:
  struct Function;
  static const std::vector<Function>& functions();

  Node call(const Node& node, const std::string& name, const Node& argument);
  Node ref(const Node& node, const Node& argument);
  Node get_att(const Node& node, const Node& argument);
  Node sub(const Node& node, const Node& argument);
  Node join(const Node& node, const Node& argument);
  Node choose(const Node& node, const Node& argument);  // Fn::If
  Node select(const Node& node, const Node& argument);
  Node split(const Node& node, const Node& argument);
  Node find_in_map(const Node& node, const Node& argument);

  Node named_value(const Node& where, std::string_view name);  // of Ref, and of ${name} in Fn::Sub
  Node attribute_value(const Node& where, std::string_view id, std::string_view attribute);
  const Resource* find_resource(const Node& where, std::string_view id);
  std::optional<std::string> fill(const Resource& resource, std::string_view pattern);
  bool evaluate(const Node& condition);
  Node fail(const Node& where, std::string message);
  // The argument as exactly `count` literal values; nothing where it is not, which is reported.
  std::optional<std::vector<Node>> arguments(const Node& node, const Node& argument, std::size_t count,
                                             std::string_view shape);

  Place place_;
  std::map<std::string, Node> parameters_;
  Sections sections_;
  std::map<std::string, const Resource*> resources_ = {};
  Problems& problems_;
  std::map<std::string, bool, std::less<>> known_conditions_ = {};
  std::set<std::string, std::less<>> open_conditions_ = {};  // being evaluated: meeting one again is a circle
  std::map<std::string, std::optional<std::string>> names_ = {};
  std::set<std::string> open_names_ = {};
  std::set<std::string> references_ = {};
};

}  // namespace cfn
