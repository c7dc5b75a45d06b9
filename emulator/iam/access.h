#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "emulator/iam/policy.h"
#include "emulator/protocol/call.h"

namespace iam {

// Keys that we gave out ourselves, to a function or a state machine that acts under a role.
struct Credentials {
  std::string access_key = {};
  std::string secret_key = {};
  std::string session_token = {};
};

// Knows who calls and whether they may. Signatures are checked where the key is ours (SigV4, header or presigned), and
// the caller may do what its role's policy allows. Every other key belongs to the account's owner, who may do
// everything: this is a laptop. A key of twelve digits names its account.
class Access : public protocol::Authorizer {
 public:
  Access(std::string account, std::string region) : account_(std::move(account)), region_(std::move(region)) {}

  // What callers under this role may do. A role that was never described here may do everything.
  void set_role(const std::string& role_arn, Policy policy);
  // New keys for somebody who acts under the role. `secrets`: 20 + 40 + 64 alphanumeric characters of the world's.
  Credentials assume(const std::string& role_arn, const std::string& session, std::string_view secrets);
  // Keys that were given out before, to somebody who acts under the role.
  void add(const Credentials& credentials, const std::string& role_arn, const std::string& session);
  void forget(const std::string& access_key);

  // The call of somebody inside who acts under the role: a state machine that runs a task.
  protocol::Call call_as(const std::string& role_arn, const std::string& session) const;

  void identify(const http::Request& request, std::optional<std::string_view> body,
                protocol::Call& call) const override;
  void require(const protocol::Call& call, std::string_view action,
               const std::vector<std::string>& resources) const override;

 private:
  struct Key {
    std::string role = {};  // ARN
    std::string session = {};
    Credentials credentials = {};
  };
  std::string account_ = {}, region_ = {};
  std::unordered_map<std::string, Key> keys_ = {};      // by access key
  std::unordered_map<std::string, Policy> roles_ = {};  // by ARN
};

inline constexpr std::size_t kSecretCharacters = 20 + 40 + 64;

}  // namespace iam
