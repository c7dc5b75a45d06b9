#include <fmt/format.h>

#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/key.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/page.h"

namespace dynamodb::scan_operation {

constexpr Shape kTotalSegments = {.kind = Shape::Kind::kInteger, .min = 1, .max = 1'000'000};
constexpr Shape kSegment = {.kind = Shape::Kind::kInteger, .min = 0, .max = 999'999};
constexpr Member kMembers[] = {{"Select", &kSelect},
                               {"IndexName", &kIndexName},
                               {"TotalSegments", &kTotalSegments},
                               {"ReturnConsumedCapacity", &kReturnConsumedCapacity},
                               {"TableName", &kTableName, Need::kNotNull},
                               {"ConditionalOperator", &kConditionalOperator},
                               {"ScanFilter", &kConditions},
                               {"Segment", &kSegment},
                               {"Limit", &kPositiveInt},
                               {"AttributesToGet", &kAttributesToGet},
                               {"ExclusiveStartKey", &kValues},
                               {"ConsistentRead", &kTruth},
                               {"FilterExpression", &kText},
                               {"ProjectionExpression", &kText},
                               {"ExpressionAttributeValues", &kValues},
                               {"ExpressionAttributeNames", &kNames}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

struct Request {
  PageRequest page = {};
  std::int64_t segment = 0;
  std::int64_t total_segments = 1;

  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    check_expression_parameters(in.json(), {"ProjectionExpression", "FilterExpression"},
                                {"AttributesToGet", "ScanFilter", "ConditionalOperator"});
    Request request;
    request.page.read_values(in);
    refuse_legacy_parameters(in.json(), {"AttributesToGet", "ScanFilter", "ConditionalOperator"});
    request.read_segments(in);
    request.page.placeholders = Placeholders(in.json());
    request.page.read_expressions(in);
    return request;
  }

  void read_segments(const Fields& in) {
    const bool has_total = in.has("TotalSegments");
    if (in.has("Segment") && !has_total) {
      throw validation(
          "The TotalSegments parameter is required but was not present in the request when Segment parameter is "
          "present");
    }
    if (has_total && !in.has("Segment")) {
      throw validation(
          "The Segment parameter is required but was not present in the request when parameter TotalSegments is "
          "present");
    }
    segment = in.integer_or("Segment", 0);
    total_segments = in.integer_or("TotalSegments", 1);
    if (segment >= total_segments) {
      throw validation(
          fmt::format("The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: {} "
                      "is not less than TotalSegments: {}",
                      segment, total_segments));
    }
  }
};

Json run(Tables& tables, const Request& request, const Call& call) {
  const PageRequest& page = request.page;
  const Table& table = tables.get(call, page.table_name);
  const Index* index = page.find_index(table);
  page.check_select(table, index);
  page.check_start(table, index);
  page.check_paths(table);
  const std::string prefix = index ? index_prefix(table, *index) : table_prefix(table);
  Range range = {.table = &table, .index = index, .from = prefix, .to = store::prefix_end(prefix)};
  range.from += first_slot(request.segment, request.total_segments);
  const std::string end_slot = first_slot(request.segment + 1, request.total_segments);
  if (!end_slot.empty()) range.to = prefix + end_slot;
  if (page.start) {
    const std::string at = index ? index_key(table, *index, *page.start) : item_key(table, *page.start);
    if (at < range.from || (!range.to.empty() && at >= range.to)) {
      throw invalid_start_key(
          fmt::format("Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: {} "
                      "Segment: {}",
                      request.total_segments, request.segment));
    }
    range.from = at + '\0';
  }
  return read_page(tables, page, range);
}

std::string resource(const Tables&, const Request& request, const Call& call) { return request.page.resource(call); }

}  // namespace dynamodb::scan_operation

namespace dynamodb {
constinit const Operation<Tables> scan =
    protocol::operation<&scan_operation::run, &scan_operation::resource>("dynamodb:Scan");
}
