#include "emulator/iam/resource_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace iam {
namespace resource_policy_detail {

using base::Json;

constexpr std::array<std::string_view, 7> kComparisons = {
    "StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "Bool", "Null"};

std::vector<std::string> texts(const Json& value, std::string_view name) {
  const auto text = [&](const Json& one) {
    if (one.is_bool()) return std::string(one.as_bool() ? "true" : "false");
    if (!one.is_string()) throw PolicyError(fmt::format("{} must be a string, or a list of them", name));
    return one.as_string();
  };
  if (!value.is_array()) return {text(value)};
  std::vector<std::string> all;
  for (const Json& one : value.elements()) all.push_back(text(one));
  return all;
}

std::vector<std::string> required(const Json& statement, std::string_view name) {
  const Json* value = statement.find(name);
  if (!value) throw PolicyError(fmt::format("Missing required field {}", name));
  return texts(*value, name);
}

// "*", {"AWS": "*"}, {"AWS": ["arn:aws:iam::000000000000:role/x", "000000000000"]}; a service is nobody who calls here.
std::vector<std::string> principals_of(const Json& statement) {
  const Json* principal = statement.find("Principal");
  if (!principal) throw PolicyError("Missing required field Principal");
  if (!principal->is_object()) return texts(*principal, "Principal");
  std::vector<std::string> all;
  for (const auto& [kind, who] : principal->members()) {
    if (kind != "AWS" && kind != "Service") throw PolicyError(fmt::format("Principal.{} is not supported here", kind));
    if (kind == "Service") continue;
    for (std::string& one : texts(who, "Principal.AWS")) all.push_back(std::move(one));
  }
  return all;
}

bool is_caller(const std::string& principal, const protocol::Call& call) {
  if (principal == "*" || principal == call.account) return true;
  if (principal == fmt::format("arn:aws:iam::{}:root", call.account)) return true;
  return principal == call.caller || (!call.principal.empty() && principal == call.principal);
}

// Taken off the end of the text where it is there.
bool take_suffix(std::string& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.resize(text.size() - suffix.size());
  return true;
}

}  // namespace resource_policy_detail

using namespace resource_policy_detail;

bool ResourcePolicy::Condition::holds(const std::optional<std::string>& actual) const {
  if (comparison == "Null") return std::ranges::find(values, actual ? "false" : "true") != values.end();
  if (!actual) return negated || if_exists;
  const bool matches = std::ranges::any_of(values, [&](const std::string& value) {
    if (comparison == "StringEquals") return *actual == value;
    if (comparison == "StringEqualsIgnoreCase" || comparison == "Bool") return base::equals_ignore_case(*actual, value);
    return matches_wildcard(value, *actual);
  });
  return matches != negated;
}

std::vector<ResourcePolicy::Condition> ResourcePolicy::parse_conditions(const Json& operators, const KnowsKey& knows) {
  std::vector<Condition> conditions;
  for (const auto& [name, keys] : operators.members()) {
    Condition condition{.comparison = name};
    condition.if_exists = take_suffix(condition.comparison, "IfExists");
    if (const auto no = condition.comparison.find("Not"); no != std::string::npos) {
      condition.negated = true;
      condition.comparison.erase(no, 3);
    }
    const bool is_known = std::ranges::find(kComparisons, condition.comparison) != kComparisons.end();
    const bool is_plain = condition.comparison == "Null" || condition.comparison == "Bool";
    if (!is_known || (is_plain && condition.negated) || (condition.comparison == "Null" && condition.if_exists))
      throw PolicyError(fmt::format("the condition {} is not supported here", name));
    for (const auto& [key, values] : keys.members()) {
      condition.key = base::to_lower(key);
      if (!knows(condition.key)) throw PolicyError(fmt::format("the condition key {} is not supported here", key));
      condition.values = texts(values, key);
      conditions.push_back(condition);
    }
  }
  return conditions;
}

ResourcePolicy ResourcePolicy::parse(const Json& document, std::string_view resource_arn, const KnowsKey& knows) {
  const Json* statements = document.find("Statement");
  if (!statements) throw PolicyError("Missing required field Statement");
  const Json list = statements->is_array() ? *statements : Json::array({*statements});
  ResourcePolicy policy;
  for (const Json& one : list.elements()) {
    if (!one.is_object()) throw PolicyError("a statement must be an object");
    for (const auto& [name, value] : one.members()) {
      constexpr std::array kFields = {"Sid", "Effect", "Principal", "Action", "Resource", "Condition"};
      if (std::ranges::find(kFields, name) == kFields.end())
        throw PolicyError(fmt::format("{} of a statement is not supported here", name));
    }
    Denial denial;
    denial.statement.effect = Statement::Effect::kDeny;
    denial.statement.id = one.text("Sid");
    denial.statement.actions = required(one, "Action");
    denial.statement.resources = required(one, "Resource");
    denial.principals = principals_of(one);
    for (const std::string& resource : denial.statement.resources) {
      const std::string_view rest = std::string_view(resource).substr(std::min(resource.size(), resource_arn.size()));
      if (!resource.starts_with(resource_arn) || (!rest.empty() && rest[0] != '/'))
        throw PolicyError("Policy has invalid resource");
    }
    if (const Json* conditions = one.find("Condition")) denial.conditions = parse_conditions(*conditions, knows);
    const std::string effect = one.text("Effect");
    if (effect == "Deny") {
      policy.denials_.push_back(std::move(denial));
    } else if (effect == "Allow") {
      const bool to_all = std::ranges::find(denial.principals, "*") != denial.principals.end();
      policy.public_ = policy.public_ || (to_all && denial.conditions.empty());
    } else {
      throw PolicyError("Effect must be Allow or Deny");
    }
  }
  return policy;
}

bool ResourcePolicy::denies(const Question& question) const {
  return std::ranges::any_of(denials_, [&](const Denial& denial) {
    return concerns(denial.statement, question.action, question.resource) &&
           std::ranges::any_of(denial.principals,
                               [&](const std::string& principal) { return is_caller(principal, question.call); }) &&
           std::ranges::all_of(denial.conditions, [&](const Condition& condition) {
             return condition.holds(question.value(condition.key));
           });
  });
}

}  // namespace iam
