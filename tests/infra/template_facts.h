#pragma once

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "emulator/template/load.h"

// infra/template.yaml as the emulator reads it, and the questions that tests ask of it.

namespace cfn::template_facts {

// The tests run from the repository's root.
inline const Loaded& loaded() {
  static const Loaded result = load("infra/template.yaml");
  return result;
}
inline const Stack& stack() { return loaded().stack; }

inline const Function& function(const std::string& name) {
  const Function* found = stack().find_function(name);
  if (!found) throw std::runtime_error("no function " + name);
  return *found;
}

inline const Role& role_of(const std::string& arn) {
  const Role* found = stack().find_role(arn);
  if (!found) throw std::runtime_error("no role " + arn);
  return *found;
}

inline std::vector<const Statement*> statements(const Role& role) {
  std::vector<const Statement*> all;
  for (const Policy& policy : role.policies) {
    for (const Statement& statement : policy.statements) all.push_back(&statement);
  }
  return all;
}

// "s3", "dynamodb": the services that a role may use at all.
inline std::set<std::string> services(const Role& role) {
  std::set<std::string> names;
  for (const Statement* statement : statements(role)) {
    for (const std::string& action : statement->actions) names.insert(action.substr(0, action.find(':')));
  }
  return names;
}

inline bool may(const Role& role, const std::string& action, const std::string& resource) {
  return std::ranges::any_of(statements(role), [&](const Statement* statement) {
    return std::ranges::find(statement->actions, action) != statement->actions.end() &&
           std::ranges::find(statement->resources, resource) != statement->resources.end();
  });
}

}  // namespace cfn::template_facts
