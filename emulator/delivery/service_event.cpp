#include "emulator/delivery/service_event.h"

#include <fmt/format.h>

#include "base/time.h"

namespace delivery {

Message to_default_bus(const ServiceEvent& event) {
  const base::Json envelope{{"version", "0"},
                            {"id", event.id},
                            {"detail-type", event.detail_type},
                            {"source", event.source},
                            {"account", event.account},
                            {"time", base::format_iso8601(event.time, base::Precision::kSeconds)},
                            {"region", event.region},
                            {"resources", base::Json::array({event.resource})},
                            {"detail", event.detail}};
  return {.target = fmt::format("arn:aws:events:{}:{}:event-bus/default", event.region, event.account),
          .source = event.resource,
          .payload = envelope.dump()};
}

}  // namespace delivery
