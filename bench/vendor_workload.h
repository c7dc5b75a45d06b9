#pragma once

#include <memory>

#include "bench/workload.h"

namespace bench {

// "vendor_event": each request is an order that nobody has sent before, POSTed as a vendor does; it is to be answered
// 202.
std::unique_ptr<Workload> make_vendor_events(const Target& target);

// "vendor_calls": the four calls of services that `ingest` makes for such an event (infra/README.md), one behind the
// other, without the HTTP API, the function and its process: what accepting cannot do without. Nobody listens to these
// events.
std::unique_ptr<Workload> make_vendor_calls(const Target& target);

}  // namespace bench
