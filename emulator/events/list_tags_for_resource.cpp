#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace list_tags_for_resource_operation {

struct Request {
  std::string arn = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"ResourceARN"});
    return {.arn = in.string("ResourceARN")};
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  return {{"Tags", encode(tags_of(service, call, request.arn))}};
}

std::string resource(const EventBridge&, const Request& request, const Call&) { return request.arn; }

}  // namespace list_tags_for_resource_operation

constinit const Operation<EventBridge> list_tags_for_resource =
    protocol::operation<&list_tags_for_resource_operation::run, &list_tags_for_resource_operation::resource>(
        "events:ListTagsForResource");

}  // namespace events
