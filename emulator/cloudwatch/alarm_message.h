#pragma once

#include <string>

#include "base/json.h"
#include "emulator/cloudwatch/alarm.h"
#include "emulator/delivery/deliveries.h"

// What an alarm that has changed its state says; `before` is the state it had.

namespace cloudwatch {

// To its topics: the message, and its subject. (CloudWatch User Guide, "Notify users on alarm changes")
base::Json notification(const Alarm& alarm, const AlarmState& before);
std::string subject_of(const Alarm& alarm);  // ALARM: "name" in us-east-1

// To the default event bus. (CloudWatch User Guide, "Alarm events and EventBridge")
delivery::Message state_change_event(const Alarm& alarm, const AlarmState& before, std::string id);

}  // namespace cloudwatch
