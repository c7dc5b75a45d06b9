#include "lambda/metrics.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"

namespace lambda {

namespace {

using base::Json;

// Metrics with these dimensions, and what they are: one element of "CloudWatchMetrics".
Json directive(Json dimensions, Json metrics) {
  return {
      {"Namespace", "Feedmill"}, {"Dimensions", Json::array({std::move(dimensions)})}, {"Metrics", std::move(metrics)}};
}

// What AWS's services call it when a signature, its key or its token is not accepted, or a policy does not allow the
// call.
bool is_auth_failure(std::string_view error_type) {
  constexpr std::string_view kTypes[] = {"AccessDenied",          "AccessDeniedException",      "AuthorizationError",
                                         "ExpiredToken",          "ExpiredTokenException",      "InvalidAccessKeyId",
                                         "InvalidClientTokenId",  "InvalidSignatureException",  "NotAuthorized",
                                         "SignatureDoesNotMatch", "UnrecognizedClientException"};
  return std::ranges::find(kTypes, error_type) != std::end(kTypes);
}

}  // namespace

void Metrics::put(Value value) {
  const auto there = std::ranges::find(values_, value.name, &Value::name);
  if (there != values_.end()) {
    CHECK(there->unit == value.unit);
    there->value += value.value;
    return;
  }
  CHECK(values_.size() < 100);
  values_.push_back(std::move(value));
}

void Metrics::note_failure(std::string_view error_type) {
  if (is_auth_failure(error_type)) {
    put({.name = "AuthFailures", .value = 1, .unit = "Count", .of_all_functions = true});
  }
}

Json Metrics::take(base::TimePoint now, std::string_view request_id) {
  Json own = Json::array(), of_all = Json::array();
  for (const Value& value : values_) {
    (value.of_all_functions ? of_all : own).push_back({{"Name", value.name}, {"Unit", value.unit}});
  }
  Json directives = Json::array();
  if (own.size() > 0) directives.push_back(directive(Json::array({"FunctionName"}), std::move(own)));
  if (of_all.size() > 0) directives.push_back(directive(Json::array(), std::move(of_all)));
  Json line{{"_aws", {{"Timestamp", base::to_epoch_millis(now)}, {"CloudWatchMetrics", std::move(directives)}}},
            {"FunctionName", function_name_},
            {"requestId", request_id}};
  for (const Value& value : values_) {
    // A count reads as one: 3, not 3.0.
    const auto whole = static_cast<std::int64_t>(value.value);
    line.set(value.name, static_cast<double>(whole) == value.value ? Json(whole) : Json(value.value));
  }
  values_.clear();
  return line;
}

}  // namespace lambda
