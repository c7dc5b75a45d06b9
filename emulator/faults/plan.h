#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// Which call on a file goes wrong, and how. A test makes a plan, or the control API of a running emulator does; the VFS
// (vfs.h) asks it before every call.

namespace faults {

enum class Call { kOpen, kRead, kWrite, kSync, kTruncate, kDelete };
inline constexpr std::size_t kCalls = 6;

enum class Failure {
  kFull,        // "database or disk is full", nothing written
  kIoError,     // "disk I/O error", nothing done
  kShortWrite,  // a part of it is written, then the disk is full
  kCut,         // the process is killed here: a part of this write still arrives, and from now on nothing does
};

struct Fault {
  Call call = Call::kWrite;
  Failure failure = Failure::kIoError;
  std::uint64_t nth = 1;    // the n-th such call from now on
  std::uint64_t times = 0;  // that many calls fail; 0: every one until the plan is cleared
  std::string file = {};    // only calls on files with this in their path ("-wal", "blobs/"); empty: all
};

// Used from several threads: the loop's, the pool's, the housekeeper's.
class Plan {
 public:
  explicit Plan(std::uint64_t seed) : random_(seed) {}

  void add(const Fault& fault);
  void clear();                          // everything works again, after a cut too
  std::uint64_t calls(Call call) const;  // how many there were so far: a test walks through them

  // For the VFS: what to do with this call.
  struct Verdict {
    enum class Kind { kGoOn, kFull, kIoError } kind = Kind::kGoOn;
    std::uint64_t arrives = 0;  // that many bytes of a failing write reach the file
  };
  Verdict judge(Call call, std::string_view path, std::uint64_t bytes = 0);

 private:
  struct Planned {
    Fault fault = {};
    std::uint64_t seen = 0;
  };
  mutable std::mutex mutex_ = {};
  std::mt19937_64 random_;
  std::vector<Planned> planned_ = {};
  std::array<std::uint64_t, kCalls> calls_ = {};
  bool cut_ = false;
};

}  // namespace faults
