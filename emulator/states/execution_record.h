#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/time.h"

namespace states {

// What DescribeExecution tells: kept for good, while the value that runs is kept only as long as it runs.
struct ExecutionRecord {
  std::string arn = {};
  std::string machine_arn = {};
  std::string name = {};
  std::string status = "RUNNING";  // SUCCEEDED, FAILED, TIMED_OUT, ABORTED
  base::TimePoint started = {};
  std::optional<base::TimePoint> stopped = {};
  std::string input = {};
  std::string output = {};
  std::optional<std::string> error = {};
  std::optional<std::string> cause = {};
  std::string definition = {};  // of the machine as it was when the execution started: it goes on with that
  std::string role = {};
  std::string trace = {};
};

std::string encode(const ExecutionRecord& record);
ExecutionRecord decode_execution_record(std::string_view text);

// "arn:aws:states:…:execution:<machine>:<name>" of a machine's ARN and a name.
std::string execution_arn(std::string_view machine_arn, std::string_view name);

}  // namespace states
