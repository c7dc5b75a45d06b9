#include "emulator/lambda/configuration.h"
#include "emulator/lambda/event_source_operations.h"
#include "emulator/lambda/marker_page.h"

namespace lambda_service {
namespace list_event_source_mappings_operation {

constexpr std::int64_t kMostAPage = 100;

http::Response run(EventSources& sources, RestCall& call) {
  call.call.require("lambda:ListEventSourceMappings", {"*"});
  MarkerPage page(call, "EventSourceMappings", kMostAPage);
  const std::string queue = call.parameter("EventSourceArn");
  const std::string name = call.parameter("FunctionName");
  const std::string function = name.empty() ? std::string() : arn_of_function(sources, call, name);
  for (const EventSource& source : sources.list()) {
    const bool wanted = page.is_behind(source.uuid) && (queue.empty() || source.queue_arn == queue) &&
                        (function.empty() || source.function_arn == function);
    if (wanted && !page.add(source.uuid, describe(source))) break;
  }
  return protocol::rest_response(call.call, 200, page.answer());
}

}  // namespace list_event_source_mappings_operation

constinit const RestOperation<EventSources> list_event_source_mappings =
    protocol::rest_operation<&list_event_source_mappings_operation::run>("lambda:ListEventSourceMappings", "GET",
                                                                         "/2015-03-31/event-source-mappings");

}  // namespace lambda_service
