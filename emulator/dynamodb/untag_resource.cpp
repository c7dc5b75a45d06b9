#include <algorithm>

#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/shape.h"
#include "emulator/dynamodb/table_tags.h"

namespace dynamodb::untag_resource_operation {

constexpr Shape kKeys = {.kind = Shape::Kind::kList, .element = &kText};
constexpr Member kMembers[] = {{"ResourceArn", &kText}, {"TagKeys", &kKeys}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  std::string arn = {};
  std::vector<std::string> keys = {};
  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    Request request = {.arn = parse_table_arn(in, "dynamodb:UntagResource", "TagKeys")};
    request.keys = in.strings("TagKeys");
    if (request.keys.empty()) throw validation("Atleast one Tag Key needs to be provided as Input.");
    return request;
  }
};

void untag(Tables& tables, const Request& request, const Call& call) {
  const Table* table = find_by_arn(tables, call, request.arn);
  if (!table) throw resource_not_found();  // without the ARN, unlike its siblings
  tables.change(*table, [&](Table& changed) {
    std::erase_if(changed.tags,
                  [&](const auto& tag) { return std::ranges::find(request.keys, tag.first) != request.keys.end(); });
  });
}

std::string resource(const Tables&, const Request& request, const Call&) { return request.arn; }

}  // namespace dynamodb::untag_resource_operation

namespace dynamodb {
constinit const Operation<Tables> untag_resource =
    protocol::operation<&untag_resource_operation::untag, &untag_resource_operation::resource>(
        "dynamodb:UntagResource");
}
