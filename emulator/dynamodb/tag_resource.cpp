#include <algorithm>

#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/table_request.h"
#include "emulator/dynamodb/table_tags.h"

namespace dynamodb::tag_resource_operation {

constexpr std::size_t kMaxTags = 50;

constexpr Member kMembers[] = {{"ResourceArn", &kText}, {"Tags", &kTags}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  std::string arn = {};
  std::vector<std::pair<std::string, std::string>> tags = {};
  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    Request request = {.arn = parse_table_arn(in, "dynamodb:TagResource", "Tags")};
    in.each("Tags", [&](const Fields& tag) { request.tags.emplace_back(tag.string("Key"), tag.string("Value")); });
    if (request.tags.empty()) throw validation("Atleast one Tag needs to be provided as Input.");
    return request;
  }
};

void tag(Tables& tables, const Request& request, const Call& call) {
  tables.change(get_by_arn(tables, call, request.arn), [&](Table& table) {
    for (const auto& [key, value] : request.tags) {
      const auto present = std::ranges::find(table.tags, key, &std::pair<std::string, std::string>::first);
      if (present == table.tags.end()) {
        table.tags.emplace_back(key, value);
      } else {
        present->second = value;
      }
    }
    if (table.tags.size() > kMaxTags) throw validation("One or more tags exceed the limit of 50 tags of a resource");
  });
}

std::string resource(const Tables&, const Request& request, const Call&) { return request.arn; }

}  // namespace dynamodb::tag_resource_operation

namespace dynamodb {
constinit const Operation<Tables> tag_resource =
    protocol::operation<&tag_resource_operation::tag, &tag_resource_operation::resource>("dynamodb:TagResource");
}
