#pragma once

#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/json.h"
#include "emulator/protocol/call.h"
#include "emulator/protocol/fields.h"

// Adding an AWS operation is one file and one line: a function `Result run(Service&, const Request&, const Call&)`, a
// `Request` that reads itself from Fields, a `to_json` for its Result, and a function that names what IAM will ask.
// Then
//
//   constinit const Operation<Queues> send_message = operation<&send, &resource>("sqs:SendMessage");
//
// in its own .cpp and its name in the service's operations.h. Request and Result types are deduced from the function,
// so that a row of the list cannot disagree with the code behind it.

namespace protocol {

// A row of a service's operations.h as the endpoints see it, the service's type forgotten.
struct AnyOperation {
  std::string_view action = {};  // what IAM calls it: "sqs:SendMessage"
  base::Json (*run)(void* service, const Fields& fields, const Call& call) = nullptr;
  // AWS's name of the operation: the action behind its colon. (The few whose names differ say so in `name_`.)
  std::string_view name() const { return name_.empty() ? action.substr(action.find(':') + 1) : name_; }
  std::string_view name_ = {};
};

template <class Service>
struct Operation : AnyOperation {};

// A service and its operations.h, the service's type forgotten: what an endpoint serves. `service` outlives it.
class OperationList {
 public:
  template <class Service>
  OperationList(Service& service, std::span<const Operation<std::type_identity_t<Service>>* const> operations)
      : service_(&service), operations_(operations.begin(), operations.end()) {}
  // Null where the list has none of that name.
  const AnyOperation* find(std::string_view name) const;
  base::Json run(const AnyOperation& operation, const Fields& fields, const Call& call) const {
    return operation.run(service_, fields, call);
  }

 private:
  void* service_ = nullptr;
  std::vector<const AnyOperation*> operations_ = {};
};

namespace operation_detail {

template <class Function>
struct Signature;
template <class Result_, class Service_, class Request_>
struct Signature<Result_ (*)(Service_&, const Request_&, const Call&)> {
  using Result = Result_;
  using Service = Service_;
  using Request = Request_;
};

inline base::Json to_json(base::Json result) { return result; }

inline void require(const Call& call, std::string_view action, const std::string& resource) {
  call.require(action, {resource});
}
inline void require(const Call& call, std::string_view action, const std::vector<std::string>& resources) {
  call.require(action, resources);
}

}  // namespace operation_detail

// `Run` as above; `Resource` answers `std::string` or `std::vector<std::string>` (ARNs) for (const Service&, const
// Request&, const Call&). An operation that IAM asks about several actions (TransactWriteItems) calls `call.require`
// itself as well.
template <auto Run, auto Resource>
constexpr auto operation(std::string_view action, std::string_view name = {}) {
  using Signature = operation_detail::Signature<decltype(Run)>;
  using Service = typename Signature::Service;
  Operation<Service> made;
  made.action = action;
  made.name_ = name;
  made.run = [](void* service, const Fields& fields, const Call& call) -> base::Json {
    auto& typed = *static_cast<Service*>(service);
    const auto request = Signature::Request::from(fields);
    operation_detail::require(call, call.action, Resource(std::as_const(typed), request, call));
    if constexpr (std::is_void_v<typename Signature::Result>) {
      Run(typed, request, call);
      return base::Json::object();
    } else {
      using operation_detail::to_json;
      return to_json(Run(typed, request, call));
    }
  };
  return made;
}

}  // namespace protocol
