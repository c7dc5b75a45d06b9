#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/json.h"

// When a request is sent again. Pure: numbers in, decisions out. (AWS SDKs Reference Guide, "Retry behavior", standard
// mode; "Exponential Backoff And Jitter", AWS Architecture Blog)

namespace aws::retry {

enum class Fault {
  kFinal,       // sending it again says the same
  kNotApplied,  // throttled, or it never arrived: it did not happen, and may later
  kUnknown,     // 5xx, or the reply was lost: it may have happened
};
// status 0: nobody answered; the code is then one of the three below.
Fault classify(int status, std::string_view code);
inline constexpr std::string_view kNotConnected = "ConnectionFailed";
inline constexpr std::string_view kBrokenOff = "ConnectionBrokenOff";
inline constexpr std::string_view kTimedOut = "TimedOut";

// Of a TransactionCanceledException: whether nothing but other writers at the same moment was in the way, so that it
// was not applied and may be later. An unmet condition among the reasons is an answer.
bool is_mere_conflict(const base::Json& details);

// May it be sent again although it may have been applied? Reads may; so may writes that leave the same behind when they
// are repeated (unconditional puts and deletes), and those that carry a token or a name that the service recognises.
bool is_repeatable(std::string_view operation, const base::Json& body);

inline constexpr int kMaxAttempts = 6;
// The pause before attempt `attempt` (2, 3, …): anywhere from 0 to min(5 s, 50 ms × 2^(attempt-2)).
std::chrono::milliseconds pause_before(int attempt, std::uint64_t random);

// A bucket of tokens that retries take from and successes give back to: when a service is down for good, each call is
// tried once, and not six times by everybody.
class Budget {
 public:
  bool take();         // for one retry; false: none is left
  void give_back();    // a retried call succeeded after all
  void give_little();  // a call succeeded at its first attempt
  int tokens() const { return tokens_; }

 private:
  static constexpr int kCapacity = 500, kRetryCost = 5;
  int tokens_ = kCapacity;
};

}  // namespace aws::retry
