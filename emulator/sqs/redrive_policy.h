#pragma once

#include <string>

#include "emulator/sqs/description.h"

namespace sqs {

// Both read a policy as it is given, JSON text, and an empty one takes it away. They throw the fault of one that SQS
// does not take.
void set_redrive_policy(QueueDescription& description, const std::string& policy);
void set_redrive_allow_policy(QueueDescription& description, const std::string& policy);

std::string redrive_policy_of(const QueueDescription& description);  // empty where there is none

}  // namespace sqs
