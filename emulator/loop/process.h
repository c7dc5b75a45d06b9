#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/loop/loop.h"

namespace loop {

// A child process with its own output pipe, watched from the loop. It gets SIGKILL when the emulator dies (PDEATHSIG is
// tied to the forking thread, so it is forked from the loop's) and when this object goes away. It leads a process group
// of its own: signals go to the whole group, and what is left of the group when the leader ended gets SIGKILL.
class Process {
 public:
  struct Options {
    std::string program = {};                   // path of the executable
    std::vector<std::string> arguments = {};    // argv[1…]
    std::vector<std::string> environment = {};  // "NAME=value"; nothing is inherited
    std::string directory = {};                 // working directory
    std::uint64_t address_space_bytes = 0;      // RLIMIT_DATA; 0: no limit
  };
  struct Exit {
    int code = 0;    // exit status, when signal is 0
    int signal = 0;  // the signal that ended it
  };

  // Throws std::system_error: no such program, no memory, no process.
  Process(Loop& loop, const Options& options);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  int pid() const { return pid_; }
  void signal(int number);
  // Its end, or nothing when the deadline comes first. One fiber at a time.
  std::optional<Exit> wait(Deadline deadline);
  // The next piece that it wrote to standard output or standard error (both go to one pipe); empty: it closed them.
  std::string read_output();

 private:
  Loop& loop_;
  int pid_ = -1;
  int pidfd_ = -1;
  int output_ = -1;
  std::optional<Exit> exit_ = {};
};

}  // namespace loop
