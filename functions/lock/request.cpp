#include "functions/lock/request.h"

#include <fmt/format.h>

#include "base/failure.h"

namespace lock {
namespace request_detail {

using base::Failure;

Request::Operation parse_operation(const std::string& name) {
  if (name == "acquire") return Request::Operation::kAcquire;
  if (name == "renew") return Request::Operation::kRenew;
  if (name == "release") return Request::Operation::kRelease;
  throw Failure("BadEvent", fmt::format("the operation is \"{}\"; it may be acquire, renew or release", name));
}

}  // namespace request_detail

Request parse_request(const base::Json& event) {
  try {
    Request request{.operation = request_detail::parse_operation(event.at("operation").as_string()),
                    .lock_id = event.at("lockId").as_string(),
                    .execution_id = event.at("executionId").as_string()};
    if (const base::Json* token = event.find("token"); token && !token->is_null()) request.token = token->as_int();
    if (request.lock_id.empty() || request.execution_id.empty())
      throw base::Failure("BadEvent", "lockId and executionId must not be empty");
    if (request.operation == Request::Operation::kRenew && !request.token)
      throw base::Failure("BadEvent", "renew needs the token that acquire gave");
    return request;
  } catch (const base::JsonError& error) {
    throw base::Failure("BadEvent", fmt::format("the event is not as infra/README.md says: {}", error.what()));
  }
}

}  // namespace lock
