#include <limits>
#include <optional>

#include "base/text.h"
#include "emulator/states/errors.h"
#include "emulator/states/operations.h"

namespace states {
namespace get_execution_history_operation {

constexpr std::int64_t kMost = 1000;

struct Request {
  std::string arn = {};
  bool reverse = false;
  bool with_data = true;
  std::size_t limit = 100;
  std::optional<std::int64_t> first = {};  // nextToken: the id of the page's first event
  static Request from(const Fields& in);
};

Request Request::from(const Fields& in) {
  refuse_unknown(in, {"executionArn", "maxResults", "reverseOrder", "nextToken", "includeExecutionData"});
  const std::int64_t limit = in.integer_or("maxResults", 100);
  if (limit < 0 || limit > kMost) throw validation("maxResults must be from 0 to 1000");
  Request request{.arn = in.string("executionArn"),
                  .reverse = in.boolean_or("reverseOrder", false),
                  .with_data = in.boolean_or("includeExecutionData", true),
                  .limit = limit == 0 ? 100 : static_cast<std::size_t>(limit)};
  if (const auto token = in.find_string("nextToken")) {
    request.first = base::parse_int(*token);
    if (!request.first) throw invalid_token();
  }
  return request;
}

// includeExecutionData false: what went in and out of states and tasks stays away.
void strip_data(base::Json& event) {
  for (auto& [name, details] : event.mutable_members()) {
    if (!details.is_object()) continue;
    for (const char* data : {"input", "inputDetails", "output", "outputDetails", "parameters"}) details.erase(data);
  }
}

std::string resource(const StepFunctions&, const Request& request, const Call&) { return request.arn; }

base::Json run(StepFunctions& service, const Request& request, const Call&) {
  const std::int64_t from = request.first.value_or(request.reverse ? std::numeric_limits<std::int32_t>::max() : 1);
  auto events = service.executions.history(request.arn, from, request.limit + 1,
                                           request.reverse ? store::Order::kDescending : store::Order::kAscending);
  base::Json answer = base::Json::object();
  if (events.size() > request.limit) {
    answer.set("nextToken", std::to_string(events.back().at("id").as_int()));
    events.pop_back();
  }
  base::Json list = base::Json::array();
  for (base::Json& event : events) {
    if (!request.with_data) strip_data(event);
    list.push_back(std::move(event));
  }
  return answer.set("events", std::move(list));
}

}  // namespace get_execution_history_operation

constinit const Operation<StepFunctions> get_execution_history =
    protocol::operation<&get_execution_history_operation::run, &get_execution_history_operation::resource>(
        "states:GetExecutionHistory");

}  // namespace states
