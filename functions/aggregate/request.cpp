#include "functions/aggregate/request.h"

#include <fmt/format.h>

#include "base/failure.h"

namespace aggregate {
namespace request_detail {

using base::Failure;
using base::Json;

void check_bucket(std::string_view bucket, std::string_view data_bucket) {
  if (bucket != data_bucket)
    throw Failure("BadEvent",
                  fmt::format("the bucket is \"{}\"; this flow reads \"{}\" (DATA_BUCKET)", bucket, data_bucket));
}

// An event of one source, and never a mixture: all records of a batch come from one trigger.
Look parse_records(const Json& records, std::string_view data_bucket) {
  for (const Json& record : records.elements()) {
    const std::string source = record.text("eventSource");
    if (source == "aws:s3") {
      check_bucket(record.at("s3").at("bucket").at("name").as_string(), data_bucket);
    } else if (source == "aws:sqs") {
      check_bucket(Json::parse(record.at("body").as_string()).at("bucket").as_string(), data_bucket);
    } else {
      throw Failure("BadEvent",
                    fmt::format("a record comes from \"{}\"; aggregate hears S3 and its settle queue", source));
    }
  }
  return {};
}

Claim parse_claim(const Json& event, std::string_view data_bucket) {
  check_bucket(event.at("bucket").as_string(), data_bucket);
  if (!event.text("fileKey").empty())
    throw Failure("BadEvent", "fileKey must be \"\": a manual start processes whatever is complete");
  return {.execution_arn = event.at("executionId").as_string()};
}

Settle parse_settle(const Json& event, std::string_view data_bucket) {
  Settle settle{.set = domain::parse_file_set(event.at("set"))};
  check_bucket(settle.set.bucket, data_bucket);
  const std::string& status = event.at("status").as_string();
  settle.failed = status == "FAILED";
  if (!settle.failed && status != "SUCCEEDED" && status != "PARTIAL")
    throw Failure("BadEvent", fmt::format("the status is \"{}\"; it may be SUCCEEDED, PARTIAL or FAILED", status));
  return settle;
}

}  // namespace request_detail

using namespace request_detail;

Request parse_request(const Json& event, std::string_view data_bucket) {
  try {
    if (const Json* records = event.find("Records")) return parse_records(*records, data_bucket);
    const std::string operation = event.text("operation");
    if (operation == "claim") return parse_claim(event, data_bucket);
    if (operation == "settle") return parse_settle(event, data_bucket);
    throw Failure("BadEvent", fmt::format("the operation is \"{}\"; it may be claim or settle", operation));
  } catch (const base::JsonError& error) {
    throw Failure("BadEvent", fmt::format("the event is not as infra/README.md says: {}", error.what()));
  }
}

}  // namespace aggregate
