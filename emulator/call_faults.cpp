#include "emulator/call_faults.h"

#include <fmt/format.h>

namespace emulator {

using protocol::Call;
using protocol::Fault;

const CallFault* CallFaults::find(CallFault::When when, const Call& call, std::string_view action) const {
  const CallFault* found = nullptr;
  for (auto& [fault, seen] : faults_) {
    if (fault.when != when || fault.action != action || call.caller.find(fault.caller) == std::string::npos) continue;
    ++seen;
    const bool hit = seen >= fault.nth && (fault.times == 0 || seen < fault.nth + fault.times);
    if (hit && !found) found = &fault;
  }
  return found;
}

Fault CallFaults::carry_out(const CallFault& fault, const Call& call) const {
  if (fault.kill) kill_(call.caller);
  return Fault(fault.code, fault.status, fmt::format("{} fails on purpose: a fault was injected", fault.action));
}

void CallFaults::require(const Call& call, std::string_view action, const std::vector<std::string>& resources) const {
  access_.require(call, action, resources);
  if (const CallFault* fault = find(CallFault::When::kBefore, call, action)) throw carry_out(*fault, call);
}

http::Response CallFaults::after(const protocol::Endpoint& endpoint, const Call& call, http::Response response) const {
  const CallFault* fault = response.status < 300 ? find(CallFault::When::kAfter, call, call.action) : nullptr;
  return fault ? endpoint.refuse(carry_out(*fault, call), call) : std::move(response);
}

}  // namespace emulator
