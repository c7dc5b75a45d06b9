#pragma once

#include <string>
#include <vector>

#include "emulator/commands/demo_vendor_day.h"
#include "emulator/commands/demo_vendor_findings.h"

namespace emulator {

// All that was sent, answered and found.
struct VendorDemo {
  std::uint64_t seed = 0;
  std::string api = {};  // the path below which vendors post
  std::vector<VendorEvent> events = {};
  std::vector<Delivery> deliveries = {};   // the shuffled ones
  Delivery conflict = {};                  // other bytes under an id
  Delivery refusal = {};                   // garbage without an id
  std::vector<Delivery> once_more = {};    // each once more when normalize had been replaced
  base::Json backfill = {};                // as reconcile tells it
  VendorFindings before = {}, after = {};  // the backfill

  // The steps of a subject, by their place in its own time, as they came first.
  std::vector<int> arrival_of(const StorySubject& subject) const;
  bool is_changed(std::size_t event) const;  // by the backfill: its standard form has other bytes, or is there now

  // What is not as it must be, in sentences; none: the demo shows what it says.
  std::vector<std::string> complaints() const;
  // {"seed", "requests", "vendors", "subjects", "refused", "violations", "upgrade", "complaints"}. The same for the
  // same seed, byte for byte.
  base::Json document() const;
};

// One vendor in numbers.
struct VendorCounts {
  int requests = 0, accepted = 0, again = 0, refused = 0;
  struct Outcome {
    int normalized = 0, set_aside = 0;
    std::int64_t records = 0;
  };
  Outcome before = {}, after = {};
  int changed = 0;
  VendorCounts& operator+=(const VendorCounts& other);
};
VendorCounts count(const VendorDemo& demo, const StoryVendor& vendor);

// What a contract has against an event that was set aside: {"stage", "path", "rule", "value"}, one each.
std::vector<base::Json> violations_of(const EventFound& event);

}  // namespace emulator
