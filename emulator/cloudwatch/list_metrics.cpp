#include <algorithm>

#include "emulator/cloudwatch/errors.h"
#include "emulator/cloudwatch/operations.h"

namespace cloudwatch {
namespace list_metrics_operation {

using base::Json;

struct Request {
  std::string name_space = {}, name = {}, token = {};
  std::vector<std::pair<std::string, std::optional<std::string>>> dimensions = {};  // any value where none is given
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Namespace", "MetricName", "Dimensions", "NextToken"});
    Request request{.name_space = in.string_or("Namespace", ""),
                    .name = in.string_or("MetricName", ""),
                    .token = in.string_or("NextToken", "")};
    in.each("Dimensions", [&](const Fields& one) {
      refuse_unknown(one, {"Name", "Value"});
      request.dimensions.emplace_back(one.string("Name"), one.find_string("Value"));
    });
    return request;
  }
  bool wants(const MetricId& id) const {
    const auto has = [&](const auto& wanted) {
      return std::ranges::any_of(id.dimensions, [&](const auto& one) {
        return one.first == wanted.first && (!wanted.second || one.second == *wanted.second);
      });
    };
    return (name_space.empty() || id.name_space == name_space) && (name.empty() || id.name == name) &&
           std::ranges::all_of(dimensions, has);
  }
};

Json run(CloudWatch& cloud_watch, const Request& request, const Call& call) {
  constexpr std::size_t kPage = 500;
  auto metrics = cloud_watch.metrics.list(call.account, call.region);
  std::erase_if(metrics, [&](const MetricId* id) { return !request.wants(*id); });
  const Page page = page_of(metrics.size(), request.token, kPage);
  Json list = Json::array();
  for (std::size_t i = page.first; i < page.last; ++i) {
    list.push_back({{"Namespace", metrics[i]->name_space},
                    {"MetricName", metrics[i]->name},
                    {"Dimensions", describe(metrics[i]->dimensions)}});
  }
  Json answer{{"Metrics", std::move(list)}};
  if (!page.next.empty()) answer.set("NextToken", page.next);
  return answer;
}

}  // namespace list_metrics_operation

constinit const Operation<CloudWatch> list_metrics =
    protocol::operation<&list_metrics_operation::run, &any_metric<list_metrics_operation::Request>>(
        "cloudwatch:ListMetrics");

}  // namespace cloudwatch
