#include "emulator/lambda/configuration.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/event_source_operations.h"

namespace lambda_service {
namespace update_event_source_mapping_operation {

http::Response run(EventSources& sources, RestCall& call) {
  EventSource source = sources.get(call.label("UUID"));
  call.call.require("lambda:UpdateEventSourceMapping", {arn_of(source)});
  const base::Json body = parse_body(call);
  const std::string function = body.text("FunctionName");
  if (!function.empty()) source.function_arn = arn_of_function(sources, call, function);
  apply_settings(body, source);
  return protocol::rest_response(call.call, 202, describe(sources.update(source), "Updating"));
}

}  // namespace update_event_source_mapping_operation

constinit const RestOperation<EventSources> update_event_source_mapping =
    protocol::rest_operation<&update_event_source_mapping_operation::run>("lambda:UpdateEventSourceMapping", "PUT",
                                                                          "/2015-03-31/event-source-mappings/{UUID}");

}  // namespace lambda_service
