#pragma once

#include <string>

#include "base/json.h"
#include "emulator/delivery/deliveries.h"

namespace delivery {

// What one of AWS's own services tells the default event bus: that an object was created, that an alarm rings.
struct ServiceEvent {
  std::string id = {};
  std::string source = {};       // "aws.s3"
  std::string detail_type = {};  // "Object Created"
  std::string account = {}, region = {};
  TimePoint time = {};
  std::string resource = {};  // ARN of what it is about, which is said to have sent it
  base::Json detail = {};
};

// To the default bus of its account and region. (EventBridge User Guide, "AWS service event metadata")
Message to_default_bus(const ServiceEvent& event);

}  // namespace delivery
