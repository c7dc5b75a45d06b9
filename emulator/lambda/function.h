#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/time.h"

namespace lambda_service {

using base::TimePoint;

// A function as it is configured. Durations in seconds, sizes in MB, as AWS has them.
struct Function {
  std::string account = {};
  std::string region = {};
  std::string name = {};
  std::string arn = {};
  std::string role = {};  // ARN
  std::string handler = "bootstrap";
  std::string description = {};
  std::string code_directory = {};  // holds `bootstrap`; /var/task on AWS
  std::string code_sha256 = {};     // base64, as GetFunction shows it
  std::uint64_t code_size = 0;
  int memory_mb = 128;
  bool limit_memory = true;  // not where the handler is built with a sanitizer, whose shadow memory would count
  int timeout_seconds = 3;
  int ephemeral_storage_mb = 512;
  std::optional<int> reserved_concurrency = {};
  std::vector<std::pair<std::string, std::string>> environment = {};
  std::string log_group = {};      // "/aws/lambda/<name>" unless said otherwise
  int maximum_retry_attempts = 2;  // of an asynchronous invocation: 0 to 2
  std::string dead_letter = {};    // ARN of a queue or topic for asynchronous invocations that failed for good
  TimePoint last_modified = {};
  std::string revision = {};  // RevisionId, a new one at every change
  std::vector<std::pair<std::string, std::string>> tags = {};

  bool operator==(const Function&) const = default;
};

base::Json encode(const Function& function);
Function decode_function(const base::Json& stored);

// FunctionConfiguration as GetFunctionConfiguration answers it. (Lambda API Reference)
base::Json describe(const Function& function);

// A function's name out of what callers may write: name, "account:function:name", or ARN, each with ":qualifier" behind
// it. Nothing where it is none of these. Only $LATEST exists here; any other qualifier is kept for the caller to
// refuse.
struct FunctionName {
  std::string name = {};
  std::string qualifier = {};
};
std::optional<FunctionName> parse_function_name(std::string_view text);

}  // namespace lambda_service
