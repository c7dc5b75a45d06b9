#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "emulator/replay/case.h"

namespace replay {

// One place where what came of a case is not what it expects. Values as JSON text; empty: nothing is there.
struct Difference {
  std::string path = {};
  std::string expected = {};
  std::string actual = {};
  std::string wanted = {};  // how it was compared where not for equality: "a UUID"
  std::string rule = {};    // what it means to the business, where the case says so
};

// Compares section by section under the case's rules. `actual` holds every section.
std::vector<Difference> compare(const Case& expected, const base::Json& actual);

}  // namespace replay
