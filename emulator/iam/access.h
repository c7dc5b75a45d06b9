#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "emulator/iam/policy.h"
#include "emulator/protocol/call.h"

namespace iam {

// The keys that we gave out ourselves: one set a function, made at its start. Everybody else's key belongs to the
// account's owner, who may do everything: this is a laptop.
struct Credentials {
  std::string access_key = {};
  std::string secret_key = {};
  std::string session_token = {};
};

// A role that callers with our keys act under.
struct Principal {
  std::string arn = {};  // "arn:aws:sts::000000000000:assumed-role/validate-role/validate"
  std::string account = {};
  std::string region = {};
  Policy policy = {};
};

// Knows who calls and whether they may. Signatures are checked where the key is ours (SigV4, header or presigned); a
// key that is twelve digits names its account, any other the default one.
class Access : public protocol::Authorizer {
 public:
  Access(std::string account, std::string region) : account_(std::move(account)), region_(std::move(region)) {}

  // Registers (or replaces) a principal by name and its keys; remove() takes both away.
  void put(const std::string& name, Principal principal, const Credentials& credentials);
  void remove(const std::string& name);

  void identify(const http::Request& request, std::optional<std::string_view> body,
                protocol::Call& call) const override;
  void require(const protocol::Call& call, std::string_view action,
               const std::vector<std::string>& resources) const override;

 private:
  struct Key {
    std::string principal = {};
    Credentials credentials = {};
  };
  std::string account_ = {}, region_ = {};
  std::unordered_map<std::string, Key> keys_ = {};              // by access key
  std::unordered_map<std::string, Principal> principals_ = {};  // by name
};

}  // namespace iam
