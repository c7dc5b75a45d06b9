#include "emulator/lambda/configuration.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/event_source_operations.h"

namespace lambda_service {
namespace get_event_source_mapping_operation {

http::Response run(EventSources& sources, RestCall& call) {
  const EventSource& source = sources.get(call.label("UUID"));
  call.call.require("lambda:GetEventSourceMapping", {arn_of(source)});
  return protocol::rest_response(call.call, 200, describe(source));
}

}  // namespace get_event_source_mapping_operation

constinit const RestOperation<EventSources> get_event_source_mapping =
    protocol::rest_operation<&get_event_source_mapping_operation::run>("lambda:GetEventSourceMapping", "GET",
                                                                       "/2015-03-31/event-source-mappings/{UUID}");

}  // namespace lambda_service
