#pragma once

#include <atomic>
#include <string>

#include "emulator/store/housekeeper.h"
#include "emulator/store/sqlite.h"

namespace store {

// Moves the write-ahead log into the database, in the background, each time it has grown by another kPages; SQLite's
// own automatic checkpoint would fsync on the loop's thread.
//
// While writing never pauses, a background pass always finds new pages behind it, and the log cannot begin again: only
// who writes can stop writing. So from kHardLimit on, two passes in a row leave a short rest, and the loop moves that
// itself: some milliseconds, once in several thousand commits without a pause.
class Checkpoints {
 public:
  static constexpr int kPages = 4096;            // 16 MiB
  static constexpr int kHardLimit = 2 * kPages;  // a restart after a kill reads the whole log, 5 us a page
  // The file keeps so much when the log begins again: to write where nothing was yet costs twice as much.
  static constexpr int kKeptBytes = 128 << 20;

  Checkpoints(const Connection& connection, std::string path, std::string vfs, Housekeeper& housekeeper);
  Checkpoints(const Checkpoints&) = delete;
  Checkpoints& operator=(const Checkpoints&) = delete;

 private:
  static int committed(void* self, sqlite3* database, const char*, int pages);
  void pass();

  const std::string path_;
  const std::string vfs_;
  Housekeeper& housekeeper_;
  int last_pages_ = 0;    // the log's length after the last commit
  int next_at_ = kPages;  // the length at which the next pass begins
  int late_passes_ = 0;   // in a row, since the log passed the hard limit
  std::atomic<bool> running_ = false;
};

}  // namespace store
