#pragma once

#include "base/json.h"
#include "emulator/protocol/endpoint.h"

namespace emulator {

struct Parts;

// What AWS itself does not give you, under /_feedmill/: JSON in, JSON out.
//
//   GET  health    {"status": "ok", "time": the world's, "virtual": …, "seed": …, "executions": running ones, …}
//   POST settle    lets everything run that runs by itself; {"timeout_seconds": 30}; {"quiescent": true|false}
//   POST advance   virtual clock: {"seconds": n} or {"to": RFC 3339}; answers like health
//   GET  handlers  {"pids": […]} of the handlers' processes, for killing them in tests
//   POST faults    with --inject-faults: adds one of these, or, with {}, clears all
//
//     {"disk": {"call": "open"|"read"|"write"|"sync"|"truncate"|"delete", "failure": "full"|"io"|"short"|"cut",
//               "nth": 1, "times": 0 (all from then on), "file": part of its path}}
//
//     {"call": {"action": "s3:PutObject", "caller": part of the caller's ARN, "nth": 1, "times": 1 (0: all),
//               "when": "before"|"after" (it is carried out, its answer is lost), "status": 503, "code": …,
//               "kill": true (the handler that calls is ended by SIGKILL)}}
// Adds what POST /_feedmill/faults takes; throws protocol::Fault with what is wrong with it.
void add_fault(Parts& parts, const base::Json& fault);

class ControlEndpoint : public protocol::Endpoint {
 public:
  explicit ControlEndpoint(Parts& parts) : parts_(parts) {}
  std::string_view service() const override { return "_feedmill"; }

 protected:
  http::Response serve(http::Request& request, protocol::Call& call) const override;
  http::Response write(const protocol::Fault& fault, const protocol::Call& call) const override;

 private:
  Parts& parts_;
};

}  // namespace emulator
