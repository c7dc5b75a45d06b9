#include <algorithm>

#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace untag_resource_operation {

struct Request {
  std::string arn = {};
  std::vector<std::string> keys = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"resourceArn", "tagKeys"});
    in.get("tagKeys");
    return {.arn = in.string("resourceArn"), .keys = in.strings("tagKeys")};
  }
};

std::string resource(const StepFunctions&, const Request& request, const Call&) { return request.arn; }

void run(StepFunctions& service, const Request& request, const Call&) {
  auto tags = service.machines.get(request.arn)->tags;
  std::erase_if(tags,
                [&](const auto& tag) { return std::ranges::find(request.keys, tag.first) != request.keys.end(); });
  service.machines.set_tags(request.arn, std::move(tags));
}

}  // namespace untag_resource_operation

constinit const Operation<StepFunctions> untag_resource =
    protocol::operation<&untag_resource_operation::run, &untag_resource_operation::resource>("states:UntagResource");

}  // namespace states
