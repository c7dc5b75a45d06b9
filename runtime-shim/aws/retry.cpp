#include "aws/retry.h"

#include <algorithm>

namespace aws::retry {
namespace retry_detail {

template <std::size_t N>
bool contains(const std::string_view (&list)[N], std::string_view what) {
  return std::ranges::find(list, what) != std::end(list);
}

// (AWS SDKs Reference Guide, "Retry behavior": throttling errors)
constexpr std::string_view kThrottled[] = {"Throttling",
                                           "ThrottlingException",
                                           "ThrottledException",
                                           "RequestThrottledException",
                                           "TooManyRequestsException",
                                           "ProvisionedThroughputExceededException",
                                           "RequestLimitExceeded",
                                           "BandwidthLimitExceeded",
                                           "LimitExceededException",
                                           "RequestThrottled",
                                           "SlowDown",
                                           "PriorRequestNotComplete",
                                           "EC2ThrottledException",
                                           "TransactionInProgressException",
                                           "TransactionConflictException"};
constexpr std::string_view kTransient[] = {"RequestTimeout", "RequestTimeoutException", kBrokenOff, kTimedOut};

constexpr std::string_view kReadPrefixes[] = {"Get", "List", "Head", "Describe", "Query", "Scan", "BatchGet"};
constexpr std::string_view kSameTwice[] = {"PutObject",
                                           "CopyObject",
                                           "DeleteObject",
                                           "UploadPart",
                                           "AbortMultipartUpload",
                                           "DeleteMessage",
                                           "DeleteMessageBatch",
                                           "ChangeMessageVisibility",
                                           "BatchWriteItem",
                                           "TransactGetItems"};

}  // namespace retry_detail

using namespace retry_detail;

bool is_mere_conflict(const base::Json& details) {
  const base::Json* reasons = details.find("CancellationReasons");
  bool conflict = false;
  for (const base::Json& reason : reasons ? reasons->elements() : std::span<const base::Json>()) {
    const std::string code = reason.text("Code", "None");
    if (code == "None") continue;
    if (code != "TransactionConflict" && code != "ThrottlingError" && code != "ProvisionedThroughputExceeded")
      return false;
    conflict = true;
  }
  return conflict;
}

Fault classify(int status, std::string_view code) {
  if (code == kNotConnected) return Fault::kNotApplied;
  if (contains(kThrottled, code) || status == 429) return Fault::kNotApplied;
  if (contains(kTransient, code) || status >= 500) return Fault::kUnknown;
  return Fault::kFinal;
}

bool is_repeatable(std::string_view operation, const base::Json& body) {
  if (std::ranges::any_of(kReadPrefixes, [&](std::string_view prefix) { return operation.starts_with(prefix); }))
    return true;
  if (contains(kSameTwice, operation)) return true;
  if (operation == "PutItem" || operation == "DeleteItem")
    return !body.contains("ConditionExpression") && !body.contains("Expected");
  if (operation == "TransactWriteItems") return body.contains("ClientRequestToken");
  if (operation == "StartExecution") return body.contains("name");
  return false;
}

std::chrono::milliseconds pause_before(int attempt, std::uint64_t random) {
  const std::uint64_t most = std::min<std::uint64_t>(5000, std::uint64_t{50} << std::clamp(attempt - 2, 0, 20));
  return std::chrono::milliseconds(random % (most + 1));
}

bool Budget::take() {
  if (tokens_ < kRetryCost) return false;
  tokens_ -= kRetryCost;
  return true;
}

void Budget::give_back() { tokens_ = std::min(kCapacity, tokens_ + kRetryCost); }
void Budget::give_little() { tokens_ = std::min(kCapacity, tokens_ + 1); }

}  // namespace aws::retry
