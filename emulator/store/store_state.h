#pragma once

#include <map>
#include <optional>
#include <string>

#include "emulator/store/blob_files.h"
#include "emulator/store/checkpoints.h"
#include "emulator/store/directory_lock.h"
#include "emulator/store/housekeeper.h"
#include "emulator/store/log_writer.h"
#include "emulator/store/schema.h"
#include "emulator/store/sqlite.h"
#include "emulator/store/store.h"

namespace store {

// DIRECTORY/{lock,store.db,store.db-wal,blobs/}, or a temporary directory for the blobs alone.
class Place {
 public:
  explicit Place(const std::string& directory);  // throws OpenError
  ~Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  bool in_memory() const { return !temporary_.empty(); }
  std::string database() const { return in_memory() ? ":memory:" : directory_ + "/store.db"; }
  std::string blobs() const { return (in_memory() ? temporary_ : directory_) + "/blobs"; }

 private:
  std::string directory_;
  std::string temporary_ = {};
  std::optional<DirectoryLock> lock_ = {};
};

struct Statements {
  explicit Statements(const Connection& connection);
  Atomic atomic;
  Statement put, erase, get, count, ascending, descending;
  Statement keep_blob, drop_blob, forget_blob;
};

struct Store::State {
  State(loop::Loop& the_loop, const Options& the_options);

  loop::Loop& loop;
  const Options options;
  Place place;
  BlobFiles blobs;
  LogWriter log_writer = {};  // before the connection, whose log it writes
  std::unique_ptr<Connection> connection = {};
  std::unique_ptr<Statements> statements = {};
  std::map<std::string, int, std::less<>> spaces = {};
  std::optional<Checkpoints> checkpoints = {};
  Housekeeper housekeeper = {};  // last, so that its last chore finds the others alive
};

}  // namespace store
