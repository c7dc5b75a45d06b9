#include "emulator/lambda/configuration.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/event_source_operations.h"

namespace lambda_service {
namespace create_event_source_mapping_operation {

http::Response run(EventSources& sources, RestCall& call) {
  const base::Json body = parse_body(call);
  EventSource source{.queue_arn = body.text("EventSourceArn")};
  if (source.queue_arn.find(":sqs:") == std::string::npos) throw invalid_parameter("Unrecognized event source.");
  call.call.require("lambda:CreateEventSourceMapping", {"*"});
  source.function_arn = arn_of_function(sources, call, body.text("FunctionName"));
  apply_settings(body, source);
  return protocol::rest_response(call.call, 202, describe(sources.create(source), "Creating"));
}

}  // namespace create_event_source_mapping_operation

constinit const RestOperation<EventSources> create_event_source_mapping =
    protocol::rest_operation<&create_event_source_mapping_operation::run>("lambda:CreateEventSourceMapping", "POST",
                                                                          "/2015-03-31/event-source-mappings");

}  // namespace lambda_service
