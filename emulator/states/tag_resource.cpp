#include <algorithm>

#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace tag_resource_operation {

struct Request {
  std::string arn = {};
  std::vector<std::pair<std::string, std::string>> tags = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"resourceArn", "tags"});
    Request request{.arn = in.string("resourceArn")};
    in.get("tags");
    in.each("tags",
            [&](const Fields& tag) { request.tags.emplace_back(tag.string("key"), tag.string_or("value", "")); });
    return request;
  }
};

std::string resource(const StepFunctions&, const Request& request, const Call&) { return request.arn; }

void run(StepFunctions& service, const Request& request, const Call&) {
  auto tags = service.machines.get(request.arn)->tags;
  for (const auto& [key, value] : request.tags) {
    const auto same = std::ranges::find(tags, key, &std::pair<std::string, std::string>::first);
    if (same != tags.end()) {
      same->second = value;
    } else {
      tags.emplace_back(key, value);
    }
  }
  service.machines.set_tags(request.arn, std::move(tags));
}

}  // namespace tag_resource_operation

constinit const Operation<StepFunctions> tag_resource =
    protocol::operation<&tag_resource_operation::run, &tag_resource_operation::resource>("states:TagResource");

}  // namespace states
