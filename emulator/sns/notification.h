#pragma once

#include "emulator/delivery/deliveries.h"
#include "emulator/sns/publication.h"
#include "emulator/sns/topic.h"

namespace sns {

// What one subscription is sent of a publication: to a queue the envelope (Type, MessageId, TopicArn, Message …) or,
// raw, the message and its attributes; to a function the event with one record. (SNS Developer Guide, "Message
// formats")
//
// Signatures are of the right shape and of nobody's key: they do not verify.
delivery::Message notification(const Publication& publication, const Subscription& subscription);

}  // namespace sns
