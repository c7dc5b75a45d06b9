#include "emulator/lambda/function_policy.h"

#include <fmt/format.h>

#include <algorithm>

#include "emulator/iam/policy.h"

namespace lambda_service {
namespace function_policy_detail {

using base::Json;

Json encode(const PolicyStatement& s) {
  return {{"sid", s.sid},
          {"action", s.action},
          {"principal", s.principal},
          {"sourceArn", s.source_arn},
          {"sourceAccount", s.source_account},
          {"urlAuthType", s.url_auth_type}};
}

PolicyStatement decode(const Json& stored) {
  return {.sid = stored.at("sid").as_string(),
          .action = stored.at("action").as_string(),
          .principal = stored.at("principal").as_string(),
          .source_arn = stored.at("sourceArn").as_string(),
          .source_account = stored.at("sourceAccount").as_string(),
          .url_auth_type = stored.at("urlAuthType").as_string()};
}

Json principal_of(const std::string& principal) {
  if (principal == "*") return principal;
  if (principal.ends_with(".amazonaws.com")) return Json{{"Service", principal}};
  if (principal.starts_with("arn:")) return Json{{"AWS", principal}};
  return Json{{"AWS", fmt::format("arn:aws:iam::{}:root", principal)}};
}

}  // namespace function_policy_detail

using namespace function_policy_detail;

Json describe(const PolicyStatement& statement, std::string_view function_arn) {
  Json made = {{"Sid", statement.sid},
               {"Effect", "Allow"},
               {"Principal", principal_of(statement.principal)},
               {"Action", statement.action},
               {"Resource", function_arn}};
  Json equals = Json::object();
  if (!statement.source_account.empty()) equals.set("AWS:SourceAccount", statement.source_account);
  if (!statement.url_auth_type.empty()) equals.set("lambda:FunctionUrlAuthType", statement.url_auth_type);
  Json condition = Json::object();
  if (!equals.empty()) condition.set("StringEquals", equals);
  if (!statement.source_arn.empty()) condition.set("ArnLike", Json{{"AWS:SourceArn", statement.source_arn}});
  if (!condition.empty()) made.set("Condition", condition);
  return made;
}

bool allows(const PolicyStatement& statement, const PolicyQuestion& question) {
  const auto is_unless_empty = [](const std::string& wanted, std::string_view found) {
    return wanted.empty() || wanted == found;
  };
  return iam::matches_wildcard(statement.action, question.action) &&
         (statement.principal == "*" || statement.principal == question.principal) &&
         is_unless_empty(statement.source_account, question.source_account) &&
         is_unless_empty(statement.url_auth_type, question.url_auth_type) &&
         (statement.source_arn.empty() || iam::matches_wildcard(statement.source_arn, question.source_arn));
}

FunctionPolicies::FunctionPolicies(store::Store& store) : store_(store), space_(store.space("lambda/policy")) {
  store_.each(space_, "", [&](std::string_view key, std::string_view value) {
    auto& statements = policies_[std::string(key)];
    const Json stored = Json::parse(value);
    for (const Json& statement : stored.elements()) statements.push_back(decode(statement));
    return true;
  });
}

void FunctionPolicies::save(const std::string& function_arn) {
  Json kept = Json::array();
  for (const PolicyStatement& statement : of(function_arn)) {
    if (!statement.described) kept.push_back(encode(statement));
  }
  store::Transaction transaction(store_);
  if (kept.empty()) {
    transaction.erase(space_, function_arn);
  } else {
    transaction.put(space_, function_arn, kept.dump());
  }
  transaction.commit();
}

void FunctionPolicies::put(const std::string& function_arn, PolicyStatement statement) {
  auto& statements = policies_[function_arn];
  std::erase_if(statements, [&](const PolicyStatement& other) { return other.sid == statement.sid; });
  const bool described = statement.described;
  statements.push_back(std::move(statement));
  if (!described) save(function_arn);
}

bool FunctionPolicies::remove(const std::string& function_arn, std::string_view sid) {
  const auto policy = policies_.find(function_arn);
  if (policy == policies_.end()) return false;
  if (std::erase_if(policy->second, [&](const PolicyStatement& one) { return one.sid == sid; }) == 0) return false;
  save(function_arn);
  return true;
}

void FunctionPolicies::remove_all(const std::string& function_arn) {
  if (policies_.erase(function_arn) > 0) save(function_arn);
}

const std::vector<PolicyStatement>& FunctionPolicies::of(std::string_view function_arn) const {
  static const std::vector<PolicyStatement> none;
  const auto found = policies_.find(function_arn);
  return found == policies_.end() ? none : found->second;
}

bool FunctionPolicies::allow(std::string_view function_arn, const PolicyQuestion& question) const {
  return std::ranges::any_of(of(function_arn), [&](const PolicyStatement& one) { return allows(one, question); });
}

}  // namespace lambda_service
