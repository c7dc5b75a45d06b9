#pragma once

#include <atomic>
#include <string>

#include "emulator/store/housekeeper.h"
#include "emulator/store/sqlite.h"

namespace store {

// Moves the write-ahead log into the database, in the background, each time it has grown by another kPages; SQLite's
// own automatic checkpoint would fsync on the loop's thread.
//
// A background pass finds new pages behind it when writing never pauses, and then the log cannot start again from its
// beginning. From kHardLimit on, the loop itself moves the few pages that the pass has left: a few milliseconds, once
// in many thousand commits.
class Checkpoints {
 public:
  static constexpr int kPages = 4096;  // 16 MiB
  static constexpr int kHardLimit = 4 * kPages;

  Checkpoints(const Connection& connection, std::string path, std::string vfs, Housekeeper& housekeeper);
  Checkpoints(const Checkpoints&) = delete;
  Checkpoints& operator=(const Checkpoints&) = delete;

 private:
  static int committed(void* self, sqlite3* database, const char*, int pages);
  void pass();

  const std::string path_;
  const std::string vfs_;
  Housekeeper& housekeeper_;
  int last_pages_ = 0;         // the log's length after the last commit
  int next_at_ = kPages;       // the length at which the next pass begins
  bool rest_is_ours_ = false;  // a pass was sent out; when it is back and the log still long, the loop does the rest
  std::atomic<bool> running_ = false;
};

}  // namespace store
