#include "emulator/store/checkpoints.h"

#include <utility>

namespace store {

Checkpoints::Checkpoints(const Connection& connection, std::string path, std::string vfs, Housekeeper& housekeeper)
    : path_(std::move(path)), vfs_(std::move(vfs)), housekeeper_(housekeeper) {
  sqlite3_wal_hook(connection.handle(), &Checkpoints::committed, this);
}

int Checkpoints::committed(void* self, sqlite3* database, const char*, int pages) {
  Checkpoints& my = *static_cast<Checkpoints*>(self);
  if (pages < my.last_pages_) {  // the log began again
    my.next_at_ = kPages;
    my.late_passes_ = 0;
  }
  my.last_pages_ = pages;
  if (my.running_ || pages < my.next_at_) return SQLITE_OK;
  my.next_at_ = pages + kPages;
  if (my.late_passes_ == 2) {
    my.late_passes_ = 0;
    // A failure loses nothing: the log stays as it is, and the next pass tries again.
    sqlite3_wal_checkpoint_v2(database, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return SQLITE_OK;
  }
  if (pages >= kHardLimit) {
    ++my.late_passes_;
    my.next_at_ = pages;  // go on as soon as this one is back
  }
  my.running_ = true;
  my.housekeeper_.post([&my] {
    my.pass();
    my.running_ = false;
  });
  return SQLITE_OK;
}

void Checkpoints::pass() {
  try {
    const Connection connection(path_, vfs_);
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)");
  } catch (const SqliteError&) {
    // The disk is full or broken. Writers learn it from their own writes; the log still has everything.
  }
}

}  // namespace store
