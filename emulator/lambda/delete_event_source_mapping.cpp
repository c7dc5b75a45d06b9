#include "emulator/lambda/configuration.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/event_source_operations.h"

namespace lambda_service {
namespace delete_event_source_mapping_operation {

http::Response run(EventSources& sources, RestCall& call) {
  call.call.require("lambda:DeleteEventSourceMapping", {arn_of(sources.get(call.label("UUID")))});
  return protocol::rest_response(call.call, 202, describe(sources.remove(call.label("UUID")), "Deleting"));
}

}  // namespace delete_event_source_mapping_operation

constinit const RestOperation<EventSources> delete_event_source_mapping =
    protocol::rest_operation<&delete_event_source_mapping_operation::run>("lambda:DeleteEventSourceMapping", "DELETE",
                                                                          "/2015-03-31/event-source-mappings/{UUID}");

}  // namespace lambda_service
