#pragma once

#include "emulator/gateway/address.h"
#include "emulator/gateway/apis.h"
#include "emulator/lambda/functions.h"
#include "emulator/protocol/endpoint.h"

namespace gateway {

// Takes the requests of all HTTP APIs: finds the route, runs its function, and makes a response of what it says.
class ApiEndpoint : public protocol::Endpoint {
 public:
  ApiEndpoint(Apis& apis, lambda_service::Functions& functions) : apis_(apis), functions_(functions) {}
  std::string_view service() const override { return "execute-api"; }

 protected:
  http::Response serve(http::Request& request, protocol::Call& call) const override;
  http::Response write(const protocol::Fault& fault, const protocol::Call& call) const override;

 private:
  http::Response route(const Api& api, const Address& address, http::Request& request,
                       const protocol::Call& call) const;
  void check_permission(const Api& api, const Stage& stage, const Route& route, const Integration& integration) const;
  http::Response run(const Integration& integration, std::string event, const protocol::Call& call,
                     const std::string& trace_id) const;

  Apis& apis_;
  lambda_service::Functions& functions_;
};

}  // namespace gateway
