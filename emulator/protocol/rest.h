#pragma once

#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "emulator/protocol/endpoint.h"

// REST JSON (Lambda, EventBridge Scheduler): method and path name the operation, labels of the path, query parameters,
// headers and a JSON body hold its fields.

namespace protocol {

// One request of a REST service. `labels` are the decoded parts that the pattern names.
struct RestCall {
  http::Request& request;
  const Call& call;
  std::vector<std::pair<std::string_view, std::string>> labels = {};
  http::Query query = {};
  std::string_view body = {};  // the whole body, where the operation does not stream

  const std::string& label(std::string_view name) const;
  std::string parameter(std::string_view name, std::string_view otherwise = {}) const;
};

struct AnyRestOperation {
  std::string_view action = {};   // "lambda:InvokeFunction"
  std::string_view name_ = {};    // "Invoke", where it is not the action's
  std::string_view method = {};   // "POST"
  std::string_view pattern = {};  // "/2015-03-31/functions/{FunctionName}/invocations"
  http::Response (*run)(void* service, RestCall& call) = nullptr;
  std::string_view name() const { return name_.empty() ? action.substr(action.find(':') + 1) : name_; }
};

template <class Service>
struct RestOperation : AnyRestOperation {};

namespace rest_detail {
template <class Function>
struct Signature;
template <class Service_>
struct Signature<http::Response (*)(Service_&, RestCall&)> {
  using Service = Service_;
};
}  // namespace rest_detail

// `Run` is `http::Response run(Service&, RestCall&)`; it asks `call.call.require(...)` itself, as soon as it knows the
// ARN.
template <auto Run>
constexpr auto rest_operation(std::string_view action, std::string_view method, std::string_view pattern,
                              std::string_view name = {}) {
  using Service = typename rest_detail::Signature<decltype(Run)>::Service;
  RestOperation<Service> made;
  made.action = action;
  made.name_ = name;
  made.method = method;
  made.pattern = pattern;
  made.run = [](void* service, RestCall& call) { return Run(*static_cast<Service*>(service), call); };
  return made;
}

// {"Type": "User", "Message": "…"} with the header x-amzn-ErrorType.
class RestJsonEndpoint : public Endpoint {
 public:
  template <class Service>
  RestJsonEndpoint(std::string_view name, Service& service,
                   std::span<const RestOperation<std::type_identity_t<Service>>* const> operations)
      : name_(name), service_(&service) {
    for (const RestOperation<Service>* operation : operations) operations_.push_back(operation);
  }
  std::string_view service() const override { return name_; }

 protected:
  http::Response serve(http::Request& request, Call& call) const override;
  http::Response write(const Fault& fault, const Call& call) const override;

 private:
  std::string_view name_ = {};
  void* service_ = nullptr;
  std::vector<const AnyRestOperation*> operations_ = {};
};

// A 2xx answer with a JSON body.
http::Response rest_response(const Call& call, int status, const base::Json& body);

// Whether `path` fits `pattern`; fills in what stands at its {Labels}, decoded. A trailing slash does not matter.
bool match_path(std::string_view pattern, std::string_view path,
                std::vector<std::pair<std::string_view, std::string>>& labels);

}  // namespace protocol
