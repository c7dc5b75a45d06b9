#include "emulator/sqs/queue_policy.h"

#include <algorithm>

#include "emulator/sqs/errors.h"

namespace sqs {
namespace queue_policy_detail {

using base::Json;

Fault invalid_label(std::string_view label, std::string_view reason) {
  return invalid_parameter_value(fmt::format("Value {} for parameter Label is invalid. Reason: {}", label, reason));
}

// One is written as itself, several as a list.
Json one_or_many(const std::vector<std::string>& texts) {
  if (texts.size() == 1) return texts.front();
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(text);
  return list;
}

bool has(const Json& policy, const std::string& label) {
  const Json* statements = policy.find("Statement");
  return statements && statements->is_array() &&
         std::ranges::any_of(statements->elements(), [&](const Json& one) { return one.text("Sid") == label; });
}

}  // namespace queue_policy_detail

using namespace queue_policy_detail;

std::string with_permission(const std::string& policy, const Permission& permission, const std::string& queue_arn) {
  Json made =
      policy.empty()
          ? Json{{"Version", "2008-10-17"}, {"Id", queue_arn + "/SQSDefaultPolicy"}, {"Statement", Json::array()}}
          : Json::parse(policy);
  if (has(made, permission.label)) throw invalid_label(permission.label, "Already exists.");
  std::vector<std::string> principals, actions;
  for (const std::string& account : permission.accounts) principals.push_back("arn:aws:iam::" + account + ":root");
  for (const std::string& action : permission.actions) actions.push_back("SQS:" + action);
  made["Statement"].push_back(Json{{"Sid", permission.label},
                                   {"Effect", "Allow"},
                                   {"Principal", Json{{"AWS", one_or_many(principals)}}},
                                   {"Action", one_or_many(actions)},
                                   {"Resource", queue_arn}});
  return made.dump();
}

std::string without_permission(const std::string& policy, const std::string& label) {
  Json made = policy.empty() ? Json::object() : Json::parse(policy);
  if (!has(made, label)) throw invalid_label(label, "can't find label.");
  Json kept = Json::array();
  for (const Json& statement : made.at("Statement").elements()) {
    if (statement.text("Sid") != label) kept.push_back(statement);
  }
  if (kept.empty()) return {};
  made.set("Statement", std::move(kept));
  return made.dump();
}

}  // namespace sqs
