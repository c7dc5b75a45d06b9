#pragma once

#include <string>
#include <vector>

#include "emulator/commands/client.h"
#include "emulator/commands/demo_result.h"

namespace emulator {

// What the demo shows a person. Progress goes to standard error, and only where that is a terminal; the tables to
// standard output.
class DemoScreen {
 public:
  explicit DemoScreen(bool wanted);
  void line(const std::string& text) const;  // progress
  // The execution's states as they are entered and left: call it again and again, it shows what is new.
  void history(const Client& client, const std::string& execution_arn);
  void result(const std::vector<DemoSet>& sets, const DemoResult& result) const;

 private:
  bool wanted_ = false;
  bool terminal_ = false;
  std::string execution_ = {};
  std::int64_t seen_ = 0;
};

}  // namespace emulator
