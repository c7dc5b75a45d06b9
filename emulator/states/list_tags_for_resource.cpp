#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace list_tags_for_resource_operation {

struct Request {
  std::string arn = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"resourceArn"});
    return {.arn = in.string("resourceArn")};
  }
};

std::string resource(const StepFunctions&, const Request& request, const Call&) { return request.arn; }

base::Json run(StepFunctions& service, const Request& request, const Call&) {
  base::Json tags = base::Json::array();
  for (const auto& [key, value] : service.machines.get(request.arn)->tags)
    tags.push_back({{"key", key}, {"value", value}});
  return {{"tags", tags}};
}

}  // namespace list_tags_for_resource_operation

constinit const Operation<StepFunctions> list_tags_for_resource =
    protocol::operation<&list_tags_for_resource_operation::run, &list_tags_for_resource_operation::resource>(
        "states:ListTagsForResource");

}  // namespace states
