#include <algorithm>

#include "base/text.h"
#include "emulator/lambda/configuration.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/event_source_operations.h"

namespace lambda_service {
namespace list_event_source_mappings_operation {

constexpr std::int64_t kMostAPage = 100;

http::Response run(EventSources& sources, RestCall& call) {
  call.call.require("lambda:ListEventSourceMappings", {"*"});
  const auto limit = base::parse_int(call.parameter("MaxItems", std::to_string(kMostAPage)));
  if (!limit || *limit < 1) throw invalid_parameter("MaxItems must be a number from 1 up");
  const std::string marker = call.parameter("Marker");  // the uuid of the last one of the page before
  const std::string queue = call.parameter("EventSourceArn");
  const std::string name = call.parameter("FunctionName");
  const std::string function = name.empty() ? std::string() : arn_of_function(sources, call, name);
  base::Json answer = {{"EventSourceMappings", base::Json::array()}};
  std::string last;
  for (const EventSource& source : sources.list()) {
    if (source.uuid <= marker) continue;
    if (!queue.empty() && source.queue_arn != queue) continue;
    if (!function.empty() && source.function_arn != function) continue;
    if (static_cast<std::int64_t>(answer["EventSourceMappings"].size()) == std::min(*limit, kMostAPage)) {
      answer.set("NextMarker", last);
      break;
    }
    answer["EventSourceMappings"].push_back(describe(source));
    last = source.uuid;
  }
  return protocol::rest_response(call.call, 200, answer);
}

}  // namespace list_event_source_mappings_operation

constinit const RestOperation<EventSources> list_event_source_mappings =
    protocol::rest_operation<&list_event_source_mappings_operation::run>("lambda:ListEventSourceMappings", "GET",
                                                                         "/2015-03-31/event-source-mappings");

}  // namespace lambda_service
