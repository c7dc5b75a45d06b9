#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "emulator/protocol/fault.h"
#include "emulator/protocol/fields.h"

namespace sqs {

// One entry of a batch that was answered: what came of it, or its own fault. Other entries go on without it.
struct BatchResult {
  std::string id = {};
  std::optional<protocol::Fault> fault = {};
  base::Json members = base::Json::object();  // of a successful one, besides Id
};

// Reads the field Entries: 1 to 10 of them with ids of their own. What `read` throws is the outcome of its entry alone,
// and given back with its id.
std::vector<BatchResult> parse_batch(const protocol::Fields& in,
                                     const std::function<void(const protocol::Fields& entry)>& read);

// {"Successful": […], "Failed": […]}; a list of none is left out, but for Successful.
base::Json describe(const std::vector<BatchResult>& results);

}  // namespace sqs
