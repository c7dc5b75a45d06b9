#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

// Every request is signed for real; the keys are nobody's, so that the emulator takes them for the account's owner.
class Signer {
 public:
  explicit Signer(std::string host) : host_(std::move(host)) {}

  using Headers = std::vector<std::pair<std::string, std::string>>;
  std::string request(std::string_view service, const std::string& method, const std::string& path,
                      std::string_view body, Headers headers = {}) const;
  // Of the JSON protocols.
  std::string dynamodb(std::string_view operation, const std::string& body) const;
  std::string events(std::string_view operation, const std::string& body) const;

 private:
  std::string host_;
};

void expect_ok(const std::string& reply, std::string_view what);

}  // namespace bench
