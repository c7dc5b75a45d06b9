#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/time.h"

namespace lambda {

// Counts and durations of one invocation, written as one log line in CloudWatch's embedded metric format: CloudWatch
// makes metrics of it, and the line stays readable. Namespace "Feedmill", dimension FunctionName.
class Metrics {
 public:
  explicit Metrics(std::string function_name) : function_name_(std::move(function_name)) {}

  void count(std::string_view name, double value = 1) { put({std::string(name), value, "Count"}); }
  void bytes(std::string_view name, double value) { put({std::string(name), value, "Bytes"}); }
  void milliseconds(std::string_view name, double value) { put({std::string(name), value, "Milliseconds"}); }

  // An error of this type has happened, whoever caught it. Where a service did not accept who called, or did not let it
  // do this, that is one of "AuthFailures": one metric of all functions together, for an alarm to watch. `run` says so
  // of what leaves a handler.
  void note_failure(std::string_view error_type);

  bool empty() const { return values_.empty(); }
  // What was put since the last call, as the embedded metric format says it. (CloudWatch, Embedded metric format
  // specification: at most 100 metrics an object, which CHECK holds us to.)
  base::Json take(base::TimePoint now, std::string_view request_id);

 private:
  struct Value {
    std::string name = {};
    double value = 0;
    std::string unit = {};
    bool of_all_functions = false;  // without the dimension
  };
  void put(Value value);  // adds to what is there under that name

  std::string function_name_;
  std::vector<Value> values_ = {};
};

}  // namespace lambda
