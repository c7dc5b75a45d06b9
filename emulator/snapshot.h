#pragma once

#include "base/json.h"
#include "emulator/parts.h"

namespace emulator {

// What the world holds that a flow leaves behind, for comparing runs:
//
//   {"s3": {bucket: {key: body}}, "dynamodb": {table: [items as AttributeValues]}, "sqs": {queue: [message bodies]}}
//
// Everything is sorted (queues: in the order in which messages are handed out). A body is its text; one of more than
// 8 KiB, or that is not UTF-8, is {"bytes": …, "sha256": …}. Buckets, tables and queues that hold nothing are left out.
// Receives the messages of the queues, which hides them for a while: the world is looked at when it is over.
base::Json take_snapshot(Parts& parts);

}  // namespace emulator
