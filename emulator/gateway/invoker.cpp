#include "emulator/gateway/invoker.h"

namespace gateway {
namespace invoker_detail {

constexpr std::chrono::seconds kInitLimit{10};  // of a first start, which comes before the function's own limit

// What two fibers share: the one that runs the function, and the one that waits for it.
struct Call {
  explicit Call(loop::Loop& loop) : done(loop) {}
  loop::Signal done;
  std::optional<lambda_service::InvocationResult> result = {};
  std::exception_ptr error = {};
};

}  // namespace invoker_detail

using namespace invoker_detail;

std::optional<lambda_service::InvocationResult> invoke_within(
    std::chrono::milliseconds limit, lambda_service::Functions& functions,
    const std::shared_ptr<const lambda_service::Function>& function, std::string event, std::string request_id,
    std::string trace_id) {
  if (std::chrono::seconds(function->timeout_seconds) + kInitLimit <= limit) {
    // The function's own limit comes first: nobody needs to watch the time.
    return functions.invoke(function, std::move(event), std::move(request_id), std::move(trace_id));
  }
  const auto call = std::make_shared<Call>(functions.loop());
  functions.loop().spawn("gateway invocation", [=, &functions, event = std::move(event), id = std::move(request_id),
                                                trace = std::move(trace_id)]() mutable {
    try {
      call->result = functions.invoke(function, std::move(event), std::move(id), std::move(trace));
    } catch (const loop::Cancelled&) {
      throw;
    } catch (...) {
      call->error = std::current_exception();
    }
    call->done.notify_all();
  });
  const auto deadline = loop::Deadline::real_in(limit);
  bool in_time = true;
  while (!call->result && !call->error && in_time) in_time = call->done.wait(deadline);
  if (call->error) std::rethrow_exception(call->error);
  return std::move(call->result);
}

}  // namespace gateway
