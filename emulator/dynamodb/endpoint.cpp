#include "emulator/dynamodb/endpoint.h"

#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/shape.h"

namespace dynamodb {

protocol::JsonProtocol protocol_of() {
  return {.service = "dynamodb",
          .target_prefix = kTargetPrefix,
          .content_type = "application/x-amz-json-1.0",
          .error_namespace = "com.amazonaws.dynamodb.v20120810#",
          .faults = &kFieldFaults,
          .crc32_header = true,
          .not_json = &not_json,
          .unknown_operation = &unknown_operation};
}

std::unique_ptr<protocol::Endpoint> make_endpoint(Tables& tables) {
  return std::make_unique<protocol::JsonEndpoint>(protocol_of(), tables,
                                                  std::span<const Operation<Tables>* const>(kOperations));
}

base::Json call(Tables& tables, std::string_view name, const base::Json& request, Call call) {
  for (const Operation<Tables>* operation : kOperations) {
    if (operation->name() != name) continue;
    call.action = operation->action;
    return operation->run(&tables, Fields(request, kFieldFaults), call);
  }
  throw unknown_operation(name);
}

}  // namespace dynamodb
