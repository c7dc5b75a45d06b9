#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/shape.h"
#include "emulator/dynamodb/table_tags.h"

namespace dynamodb::list_tags_of_resource_operation {

constexpr Member kMembers[] = {{"ResourceArn", &kText}, {"NextToken", &kText}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  std::string arn = {};
  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    return {.arn = parse_table_arn(in, "dynamodb:ListTagsOfResource")};
  }
};

Json list(Tables& tables, const Request& request, const Call& call) {
  Json tags = Json::array();
  for (const auto& [key, value] : get_by_arn(tables, call, request.arn).tags) {
    tags.push_back({{"Key", key}, {"Value", value}});
  }
  return {{"Tags", std::move(tags)}};
}

std::string resource(const Tables&, const Request& request, const Call&) { return request.arn; }

}  // namespace dynamodb::list_tags_of_resource_operation

namespace dynamodb {
constinit const Operation<Tables> list_tags_of_resource =
    protocol::operation<&list_tags_of_resource_operation::list, &list_tags_of_resource_operation::resource>(
        "dynamodb:ListTagsOfResource");
}
