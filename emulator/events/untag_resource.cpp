#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace untag_resource_operation {

struct Request {
  std::string arn = {};
  std::vector<std::string> keys = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"ResourceARN", "TagKeys"});
    return {.arn = in.string("ResourceARN"), .keys = in.strings("TagKeys")};
  }
};

void run(EventBridge& service, const Request& request, const Call& call) {
  change_tags(service, call, request.arn, [&](Tags& tags) { remove_tags(tags, request.keys); });
}

std::string resource(const EventBridge&, const Request& request, const Call&) { return request.arn; }

}  // namespace untag_resource_operation

constinit const Operation<EventBridge> untag_resource =
    protocol::operation<&untag_resource_operation::run, &untag_resource_operation::resource>("events:UntagResource");

}  // namespace events
