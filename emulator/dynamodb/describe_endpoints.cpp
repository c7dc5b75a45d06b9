#include "emulator/dynamodb/operations.h"

namespace dynamodb::describe_endpoints_operation {

struct Request {
  static Request from(const protocol::Fields&) { return {}; }
};

Json describe(Tables&, const Request&, const Call& call) {
  std::string address = call.endpoint;
  if (const auto scheme = address.find("://"); scheme != std::string::npos) address.erase(0, scheme + 3);
  return {{"Endpoints", Json::array({{{"Address", address}, {"CachePeriodInMinutes", 1440}}})}};
}

std::string resource(const Tables&, const Request&, const Call&) { return "*"; }

}  // namespace dynamodb::describe_endpoints_operation

namespace dynamodb {
constinit const Operation<Tables> describe_endpoints =
    protocol::operation<&describe_endpoints_operation::describe, &describe_endpoints_operation::resource>(
        "dynamodb:DescribeEndpoints");
}
