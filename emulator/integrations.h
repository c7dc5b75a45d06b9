#pragma once

#include "emulator/parts.h"

namespace emulator {

// Gives the state machines their hands: lambda:invoke and functions by ARN, sns:publish, sqs:sendMessage, DynamoDB's
// item operations, startExecution. Each runs under the state machine's role.
void add_integrations(Parts& parts);

}  // namespace emulator
