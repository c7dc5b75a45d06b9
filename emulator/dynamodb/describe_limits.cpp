#include "emulator/dynamodb/operations.h"

namespace dynamodb::describe_limits_operation {

struct Request {
  static Request from(const protocol::Fields&) { return {}; }
};

// AWS's default quotas of an account and region.
Json describe(Tables&, const Request&, const Call&) {
  return {{"AccountMaxReadCapacityUnits", 80000},
          {"AccountMaxWriteCapacityUnits", 80000},
          {"TableMaxReadCapacityUnits", 40000},
          {"TableMaxWriteCapacityUnits", 40000}};
}

std::string resource(const Tables&, const Request&, const Call&) { return "*"; }

}  // namespace dynamodb::describe_limits_operation

namespace dynamodb {
constinit const Operation<Tables> describe_limits =
    protocol::operation<&describe_limits_operation::describe, &describe_limits_operation::resource>(
        "dynamodb:DescribeLimits");
}
