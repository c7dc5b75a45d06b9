#pragma once

#include "emulator/protocol/endpoint.h"

namespace emulator {

struct Parts;

// What AWS itself does not give you, under /_feedmill/: JSON in, JSON out.
//
//   GET  /_feedmill/health     {"status": "ok", "time": the world's, "virtual": …, "seed": …, "running": executions, …}
//   POST /_feedmill/settle     lets everything run that runs by itself; {"timeout_seconds": 30}; {"quiescent":
//   true|false} POST /_feedmill/advance    virtual clock: {"seconds": n} or {"to": RFC 3339}; answers like health GET
//   /_feedmill/handlers   {"pids": […]} of the handlers' processes, for killing them in tests POST /_feedmill/faults
//   with --inject-faults: {"disk": {"call": "open"|"read"|"write"|"sync"|"truncate"|"delete",
//                              "failure": "full"|"io"|"short"|"cut", "nth": 1, "times": 0 (all from then on), "file":
//                              part of its path}}; {} clears all
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
