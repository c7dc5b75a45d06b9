#include "emulator/control.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "emulator/parts.h"
#include "emulator/protocol/rest.h"

namespace emulator {
namespace control_detail {

using base::Json;
using protocol::Fault;

constexpr std::size_t kMaxBody = 64 * 1024;

Fault bad_request(std::string message) { return Fault("BadRequest", 400, std::move(message)); }

Json health(const Parts& parts) {
  return {{"status", "ok"},
          {"time", base::format_iso8601(parts.loop.now())},
          {"virtual", parts.loop.is_virtual()},
          {"seed", parts.loop.world().seed()},
          {"executions", parts.executions.running()},
          {"deliveries", parts.deliveries.pending()},
          {"quiescent", parts.loop.quiescent()}};
}

loop::Deadline deadline_of(const Json& body) {
  const Json* seconds = body.find("timeout_seconds");
  return loop::Deadline::real_in(std::chrono::seconds(seconds ? seconds->as_int() : 30));
}

Json settle(Parts& parts, const Json& body) { return {{"quiescent", parts.loop.settle(deadline_of(body))}}; }

Json advance(Parts& parts, const Json& body) {
  if (!parts.loop.is_virtual()) throw bad_request("the clock is real; start with --clock virtual to move it");
  base::TimePoint to = parts.loop.now();
  if (const Json* seconds = body.find("seconds")) {
    to += std::chrono::milliseconds(static_cast<std::int64_t>(seconds->as_double() * 1000));
  } else if (const auto time = base::parse_iso8601(body.text("to"))) {
    to = *time;
  } else {
    throw bad_request("say how far: {\"seconds\": n} or {\"to\": \"2026-11-21T03:51:00Z\"}");
  }
  if (to < parts.loop.now()) throw bad_request("time does not go back");
  const bool reached = parts.loop.advance_to(to, deadline_of(body));
  return health(parts).set("reached", reached);
}

Json handlers(Parts& parts) {
  Json pids = Json::array();
  for (const int pid : parts.functions->pids()) pids.push_back(pid);
  return {{"pids", pids}};
}

template <class Value, std::size_t kSize>
Value named(const std::array<std::pair<std::string_view, Value>, kSize>& names, const std::string& name,
            std::string_view what) {
  for (const auto& [known, value] : names) {
    if (known == name) return value;
  }
  throw bad_request(fmt::format("{} '{}' is not known here", what, name));
}

CallFault call_fault(const Json& body) {
  const auto number = [&](std::string_view name, std::uint64_t otherwise) {
    const Json* found = body.find(name);
    return found ? found->as_unsigned() : otherwise;
  };
  constexpr std::array<std::pair<std::string_view, CallFault::When>, 2> kWhen = {
      {{"before", CallFault::When::kBefore}, {"after", CallFault::When::kAfter}}};
  CallFault fault{.action = body.text("action"),
                  .caller = body.text("caller"),
                  .nth = number("nth", 1),
                  .times = number("times", 1),
                  .when = named(kWhen, body.text("when", "before"), "when"),
                  .status = int(number("status", 503)),
                  .code = body.text("code", "ServiceUnavailable")};
  if (const Json* kill = body.find("kill")) fault.kill = kill->as_bool();
  if (fault.action.empty()) throw bad_request("say which call is to fail: {\"call\": {\"action\": \"s3:PutObject\"}}");
  return fault;
}

void add(Parts& parts, const Json& body) {
  constexpr std::array<std::pair<std::string_view, faults::Call>, 6> kCalls = {{{"open", faults::Call::kOpen},
                                                                                {"read", faults::Call::kRead},
                                                                                {"write", faults::Call::kWrite},
                                                                                {"sync", faults::Call::kSync},
                                                                                {"truncate", faults::Call::kTruncate},
                                                                                {"delete", faults::Call::kDelete}}};
  constexpr std::array<std::pair<std::string_view, faults::Failure>, 4> kFailures = {
      {{"full", faults::Failure::kFull},
       {"io", faults::Failure::kIoError},
       {"short", faults::Failure::kShortWrite},
       {"cut", faults::Failure::kCut}}};
  if (!parts.fault_plan) throw bad_request("faults are not injected here; start with --inject-faults");
  if (const Json* service_call = body.find("call")) return parts.call_faults.add(call_fault(*service_call));
  const Json* disk = body.find("disk");
  if (!disk) throw bad_request("a fault is of the \"disk\" or of a \"call\"");
  const auto number = [&](std::string_view name, std::uint64_t otherwise) {
    const Json* found = disk->find(name);
    return found ? found->as_unsigned() : otherwise;
  };
  parts.fault_plan->add({.call = named(kCalls, disk->text("call", "write"), "call"),
                         .failure = named(kFailures, disk->text("failure", "full"), "failure"),
                         .nth = number("nth", 1),
                         .times = number("times", 0),
                         .file = disk->text("file")});
}

Json faults(Parts& parts, const Json& body) {
  if (!body.empty()) {
    add(parts, body);
  } else if (parts.fault_plan) {
    parts.fault_plan->clear();
    parts.call_faults.clear();
  }
  return {{"faults", body.empty() ? 0 : 1}};
}

}  // namespace control_detail

using namespace control_detail;

void add_fault(Parts& parts, const base::Json& fault) { add(parts, fault); }

http::Response ControlEndpoint::serve(http::Request& request, protocol::Call& call) const {
  const std::string text = request.body->read_all(kMaxBody);
  const auto body = text.empty() ? Json::object() : Json::try_parse(text);
  if (!body || !body->is_object()) throw bad_request("the body is not a JSON object");
  const auto is = [&](std::string_view method, std::string_view path) {
    return request.method == method && request.path == path;
  };
  const auto answer = [&]() -> Json {
    if (is("GET", "/_feedmill/health")) return health(parts_);
    if (is("GET", "/_feedmill/handlers")) return handlers(parts_);
    if (is("POST", "/_feedmill/settle")) return settle(parts_, *body);
    if (is("POST", "/_feedmill/advance")) return advance(parts_, *body);
    if (is("POST", "/_feedmill/faults")) return faults(parts_, *body);
    throw Fault("NotFound", 404, "no such control: " + request.method + " " + request.path);
  };
  try {
    return protocol::rest_response(call, 200, answer());
  } catch (const base::JsonError& error) {
    throw bad_request(error.what());
  }
}

http::Response ControlEndpoint::write(const protocol::Fault& fault, const protocol::Call& call) const {
  return protocol::rest_response(call, fault.status, {{"error", fault.code}, {"message", fault.message}});
}

}  // namespace emulator
