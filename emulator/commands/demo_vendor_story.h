#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

// What `feedmill demo vendor` tells: a morning of six made-up vendors, in the shapes of the systems that they sell
// with.

namespace emulator {

struct StoryVendor {
  std::string name = {};
  std::string system = {};
  std::string id_header = {};  // where this system puts an event's id; empty: in the body
};

struct Breach {
  std::string path = {}, rule = {}, value = {};
};

struct StoryStep {
  std::string id = {};
  std::string contract = {};
  std::string example = {};           // of infra/contract-examples, to be changed; empty: the changes are all of it
  std::string changes = {};           // a JSON object: members that are set
  std::optional<Breach> breach = {};  // what its contract has against it
};

// An order or a stock figure, with all that its vendor says of it.
struct StorySubject {
  std::string vendor = {};
  std::string name = {};              // "order 4001"
  std::string entity = {};            // its key in the table VendorState
  std::string changes = {};           // members that are set in each step's payload
  std::vector<StoryStep> steps = {};  // in the order of their own time
  std::string ends_as = {};           // "in_transit 129.45 EUR", whatever the order of arrival; empty: nothing
  std::string after_backfill = {};    // empty: the same
};

const std::vector<StoryVendor>& story_vendors();
const std::vector<StorySubject>& story_subjects();

// The contract that is upgraded, and what for.
struct StoryUpgrade {
  std::string vendor = {};  // whose day is read again
  std::string contract = {};
  int from = 0, to = 0;
  std::vector<std::string> news = {};
};
const StoryUpgrade& story_upgrade();
// The newer contract, made from the text of the older one.
std::string upgraded_contract(std::string_view older);

// One event, as its vendor sends it.
struct VendorEvent {
  const StoryVendor* vendor = nullptr;
  const StorySubject* subject = nullptr;
  int step = 0;  // from 1
  std::string id = {};
  std::string contract = {};
  std::string body = {};
  std::optional<Breach> breach = {};
};
// Throws std::runtime_error where `examples`, a folder like infra/contract-examples, lacks one.
std::vector<VendorEvent> story_events(const std::string& examples);

}  // namespace emulator
