#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "emulator/commands/booted.h"
#include "emulator/commands/start_memory.h"
#include "emulator/commands/stop_signal.h"

// feedmill up: boots a template and serves until it is told to stop (SIGINT, SIGTERM).

namespace emulator {
namespace up_detail {

// Written whole and renamed, so that whoever waits for it never reads half of it.
void write_ready_file(const std::string& path, const Cloud& cloud) {
  const std::string temporary = path + ".new";
  std::ofstream file(temporary);
  file << cloud.endpoint() << "\n";
  file.close();
  if (!file)
    throw std::runtime_error("cannot write the ready file " + temporary + "; free some space, or name another");
  std::filesystem::rename(temporary, path);
}

}  // namespace up_detail

using namespace up_detail;

int run_up(const UpOptions& options) {
  heed_stop_signals();
  return run_booted(options, [&](loop::Loop& loop, Cloud& cloud) {
    std::fprintf(stderr, "feedmill: ready at %s (data in %s)\n", cloud.endpoint().c_str(),
                 options.in_memory ? "memory" : options.directory.c_str());
    if (loop.is_virtual()) {
      std::fprintf(
          stderr,
          "feedmill: the clock is virtual: deliveries, executions and timers wait for POST %s/_feedmill/settle\n",
          cloud.endpoint().c_str());
    }
    if (!options.record.empty()) {
      std::fprintf(stderr, "feedmill: what comes in is recorded in %s\n", options.record.c_str());
    }
    if (!options.ready_file.empty()) write_ready_file(options.ready_file, cloud);
    loop::Signal never(loop);
    for (int waits = 0; !asked_to_stop(); ++waits) {
      never.wait(loop::Deadline::real_in(std::chrono::milliseconds(50)));
      if (waits == 10) give_back_start_memory();  // not before the first callers have been answered
    }
    return 0;
  });
}

}  // namespace emulator
