#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "emulator/store/store.h"

namespace lambda_service {

// One statement of a function's own policy: who may, besides the roles whose policies say so. An empty condition is
// none.
struct PolicyStatement {
  std::string sid = {};
  std::string action = {};     // "lambda:InvokeFunction"
  std::string principal = {};  // "apigateway.amazonaws.com", an account, an ARN, "*"
  std::string source_arn = {};
  std::string source_account = {};
  std::string url_auth_type = {};  // "NONE", "AWS_IAM"
  // The template describes it: it is made anew at every boot and not kept.
  bool described = false;
};

// The statement as the policy's document has it. (Lambda Developer Guide, "Viewing resource-based policies")
base::Json describe(const PolicyStatement& statement, std::string_view function_arn);

// Who asks for what, from where.
struct PolicyQuestion {
  std::string_view action = {};
  std::string_view principal = {};
  std::string_view source_arn = {};
  std::string_view source_account = {};
  std::string_view url_auth_type = {};
};
bool allows(const PolicyStatement& statement, const PolicyQuestion& question);

// The policies of all functions.
class FunctionPolicies {
 public:
  explicit FunctionPolicies(store::Store& store);

  void put(const std::string& function_arn, PolicyStatement statement);  // in place of the one with that sid
  bool remove(const std::string& function_arn, std::string_view sid);    // false where there is none
  void remove_all(const std::string& function_arn);
  const std::vector<PolicyStatement>& of(std::string_view function_arn) const;  // empty where there is no policy
  bool allow(std::string_view function_arn, const PolicyQuestion& question) const;

 private:
  void save(const std::string& function_arn);

  store::Store& store_;
  store::Space space_ = {};
  std::map<std::string, std::vector<PolicyStatement>, std::less<>> policies_ = {};  // by function ARN
};

}  // namespace lambda_service
