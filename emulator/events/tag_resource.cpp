#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace tag_resource_operation {

struct Request {
  std::string arn = {};
  Tags tags = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"ResourceARN", "Tags"});
    return {.arn = in.string("ResourceARN"), .tags = parse_tags(in)};
  }
};

void run(EventBridge& service, const Request& request, const Call& call) {
  change_tags(service, call, request.arn, [&](Tags& tags) { add_tags(tags, request.tags); });
}

std::string resource(const EventBridge&, const Request& request, const Call&) { return request.arn; }

}  // namespace tag_resource_operation

constinit const Operation<EventBridge> tag_resource =
    protocol::operation<&tag_resource_operation::run, &tag_resource_operation::resource>("events:TagResource");

}  // namespace events
