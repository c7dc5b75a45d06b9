#pragma once

#include "emulator/parts.h"

namespace emulator {

// Tells EventBridge how events reach functions, queues, topics, state machines and log groups.
void add_event_sinks(Parts& parts);

}  // namespace emulator
