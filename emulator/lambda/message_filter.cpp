#include "emulator/lambda/message_filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "emulator/lambda/errors.h"
#include "emulator/lambda/sqs_event.h"
#include "emulator/patterns/pattern.h"

namespace lambda_service {
namespace message_filter_detail {

using base::Json;

constexpr std::size_t kMostFilters = 10;
constexpr std::size_t kLongestPattern = 4096;

}  // namespace message_filter_detail

using namespace message_filter_detail;

struct MessageFilter::Filter {
  std::string text = {};
  patterns::Pattern pattern = {};
  // What it says of the body, if anything: that it is one of some texts (a list), or something of its fields. A body of
  // the other kind does not pass, whatever the pattern says.
  enum class Body { kAny, kText, kObject } body = Body::kAny;
};

MessageFilter MessageFilter::parse(const Json& criteria) {
  MessageFilter result;
  if (!criteria.is_object()) throw invalid_parameter("FilterCriteria must be an object");
  for (const auto& [name, filters] : criteria.members()) {
    if (name != "Filters") throw invalid_parameter(fmt::format("FilterCriteria has no field {}", name));
    if (!filters.is_array() || filters.size() > kMostFilters)
      throw invalid_parameter(fmt::format("FilterCriteria.Filters must be a list of at most {}", kMostFilters));
    for (const Json& filter : filters.elements()) {
      const std::string text = filter.text("Pattern");
      if (filter.size() != 1 || !filter.contains("Pattern") || text.size() > kLongestPattern) {
        throw invalid_parameter(
            fmt::format("a filter has a Pattern of at most {} characters, and nothing else", kLongestPattern));
      }
      const auto read = Json::try_parse(text);
      const Json* body = read ? read->find("body") : nullptr;
      const auto kind = !body ? Filter::Body::kAny : body->is_array() ? Filter::Body::kText : Filter::Body::kObject;
      try {
        result.filters_.push_back(std::make_shared<Filter>(text, patterns::Pattern::parse(text), kind));
      } catch (const patterns::PatternError& error) {
        throw invalid_parameter(fmt::format("Invalid filter pattern definition. {}", error.what()));
      }
    }
  }
  return result;
}

Json MessageFilter::criteria() const {
  if (filters_.empty()) return {};
  Json filters = Json::array();
  for (const auto& filter : filters_) filters.push_back({{"Pattern", filter->text}});
  return {{"Filters", std::move(filters)}};
}

bool MessageFilter::passes(const sqs::Delivery& delivery, std::string_view queue_arn) const {
  if (filters_.empty()) return true;
  Json record = sqs_record(delivery, queue_arn);
  auto body = Json::try_parse(delivery.message.body);
  const bool is_object = body && body->is_object();
  if (is_object) record.set("body", std::move(*body));
  const patterns::FlatEvent event(record.dump());
  return std::ranges::any_of(filters_, [&](const auto& filter) {
    const bool fits = filter->body == Filter::Body::kAny || (filter->body == Filter::Body::kObject) == is_object;
    return fits && filter->pattern.matches(event);
  });
}

}  // namespace lambda_service
