#pragma once

#include "emulator/gateway/address.h"
#include "emulator/lambda/functions.h"
#include "emulator/protocol/endpoint.h"

namespace gateway {

// Takes the requests of all function URLs: one function each, its event in payload format 2.0.
// Source: Lambda Developer Guide, "Invoking Lambda function URLs", "Control access to Lambda function URLs".
class UrlEndpoint : public protocol::Endpoint {
 public:
  explicit UrlEndpoint(lambda_service::Functions& functions) : functions_(functions) {}
  std::string_view service() const override { return "lambda"; }

 protected:
  http::Response serve(http::Request& request, protocol::Call& call) const override;
  http::Response write(const protocol::Fault& fault, const protocol::Call& call) const override;

 private:
  http::Response run(const lambda_service::FunctionUrl& url, std::string event, const std::string& trace_id) const;

  lambda_service::Functions& functions_;
};

}  // namespace gateway
