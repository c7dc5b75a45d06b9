#pragma once

#include "emulator/sqs/queues.h"

namespace sqs {

// A message out of SendMessage's fields, or those of one entry of SendMessageBatch. Throws what SQS refuses of it.
Outgoing parse_outgoing(const protocol::Fields& in);
// Who sent it, as SenderId shows: an account, or the ARN of whoever acts under a role.
std::string sender_of(const protocol::Call& call);
// MessageId and digests, as both operations answer.
base::Json describe(const Sent& sent);

}  // namespace sqs
