#pragma once

#include <map>
#include <string>
#include <vector>

#include "emulator/commands/client.h"
#include "emulator/commands/demo_vendor_story.h"

namespace emulator {

// What became of one event.
struct EventFound {
  base::Json life = {};       // as GET …/events/{externalEventId} tells it
  std::string raw = {};       // the bytes that were kept
  std::string envelope = {};  // the standard form; empty where there is none

  std::string status() const { return life.text("status"); }
  std::int64_t records() const;
  std::int64_t contract_version() const;
};

// What is there, read as anybody may: the audit trail and each event's life from the API, bodies and envelopes from S3,
// the state from DynamoDB.
struct VendorFindings {
  std::vector<EventFound> events = {};                    // as the events that were asked for
  std::size_t in_trails = 0;                              // events that the audit trails of all vendors list
  std::map<std::string, base::Json> states = {};          // by the entity's key
  std::string state_of(const std::string& entity) const;  // for a person: "in_transit 129.45 EUR"; empty: none
};

VendorFindings look(const Client& client, const std::string& api, const std::vector<VendorEvent>& events);

}  // namespace emulator
