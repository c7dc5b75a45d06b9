#pragma once

#include <memory>
#include <string_view>

#include "emulator/dynamodb/tables.h"
#include "emulator/protocol/endpoint.h"

namespace dynamodb {

// DynamoDB on the wire: JSON 1.0, X-Amz-Target DynamoDB_20120810.GetItem, x-amz-crc32 on every answer.
inline constexpr std::string_view kTargetPrefix = "DynamoDB_20120810";
protocol::JsonProtocol protocol_of();
std::unique_ptr<protocol::Endpoint> make_endpoint(Tables& tables);

// Runs an operation from inside the emulator (a state machine's integration, the template at boot): same checks, same
// answers; what cannot be done is thrown as the Fault that a client would read. `name` is AWS's: "PutItem".
base::Json call(Tables& tables, std::string_view name, const base::Json& request, Call call);

}  // namespace dynamodb
