#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/loop/loop.h"

// The one durable store: ordered keys in named spaces, transactions over several of them, and blobs in files of their
// own. SQLite in WAL mode lies behind it (emulator/store/README.md says why and what survives what).
//
// Loop thread only. Nothing here waits but a BlobWriter, which writes in the pool.

namespace store {

// Writing failed (disk full, I/O error): the transaction did not happen, and what is in memory must not have changed.
struct WriteError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// Reading failed (I/O error, damage, a blob whose file is gone): nothing is known of what was asked for.
struct ReadError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// The store cannot be opened: newer version, damaged, used by another process. The sentence says what to do.
struct OpenError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Store;
class BlobFile;  // blob_files.h

// A part of the store with keys of its own. Made once by its owner (a service), at start.
class Space {
 public:
  Space() = default;

 private:
  friend class Store;
  friend class Transaction;
  explicit Space(int id) : id_(id) {}
  int id_ = 0;
};

// Changes that happen together or not at all. Nothing is visible before commit(); a transaction never lives across a
// wait.
class Transaction {
 public:
  explicit Transaction(Store& store) : store_(store) {}
  void put(Space space, std::string key, std::string value);
  void erase(Space space, std::string key);
  // From now on one more record refers to this blob / one fewer does. When the last is gone the file goes, after
  // commit.
  void keep_blob(const std::string& id);
  void drop_blob(const std::string& id);
  // Called after the commit, in order, on the same fiber before commit() returns: what is in memory follows the store.
  void on_commit(std::function<void()> apply);
  bool empty() const { return changes_.empty(); }
  // Durable when it returns. Throws WriteError and has changed nothing. Once. Without changes it costs nothing.
  void commit();

 private:
  friend class Store;
  struct Change {
    enum class Kind { kPut, kErase, kKeepBlob, kDropBlob } kind = Kind::kPut;
    int space = 0;
    std::string key = {};
    std::string value = {};
  };
  Store& store_;
  std::vector<Change> changes_ = {};
  std::vector<std::function<void()>> after_ = {};
  bool committed_ = false;
};

using Entry = std::pair<std::string, std::string>;

enum class Order { kAscending, kDescending };

class Store {
 public:
  struct Options {
    std::string directory = {};  // made where it is missing; empty: in memory, blobs in a temporary directory
    bool sync_always = false;    // synchronous=FULL: an acknowledged write survives a power cut too
    std::string vfs = {};        // name of a registered SQLite VFS; tests inject faults by it
  };
  Store(loop::Loop& loop, const Options& options);  // throws OpenError
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  Space space(std::string_view name);  // the space of that name, made where it is new; throws WriteError

  // Each throws ReadError.
  std::optional<std::string> get(Space space, std::string_view key) const;
  // Up to `limit` entries with from <= key < to (empty `to`: no upper end), in bytewise order of keys.
  std::vector<Entry> scan(Space space, std::string_view from, std::string_view to, std::size_t limit,
                          Order order = Order::kAscending) const;
  // All entries whose keys start with `prefix`, one call each, until it returns false. The visitor may read and commit:
  // it sees each key once, and a later one as it was when it got near.
  void each(Space space, std::string_view prefix,
            const std::function<bool(std::string_view key, std::string_view value)>& visit) const;
  std::size_t count(Space space, std::string_view prefix) const;

  // Reads the whole file (PRAGMA quick_check), and looks for the blobs that records keep. Empty when all is well.
  std::vector<std::string> check() const;

  // --- blobs: bodies too large for a record; immutable files named by id ---
  std::string blob_path(const std::string& id) const;
  int open_blob(const std::string& id) const;  // a descriptor to read from, the caller's; throws ReadError
  const std::string& blob_directory() const;
  void discard_blob(const std::string& id);  // for a finished one that no transaction has kept, nor will

 private:
  friend class Transaction;
  friend class BlobWriter;
  struct State;
  struct PageLimit {
    std::size_t entries = 0;
    std::size_t bytes = 0;
  };
  std::vector<Entry> page(Space space, std::string_view from, std::string_view to, const PageLimit& limit,
                          Order order) const;
  std::unique_ptr<State> state_;
};

// Writes one blob, piece by piece, in the pool; from a fiber. Until a committed transaction keeps it, its file is an
// orphan, which the next start sweeps away. A writer that goes away unfinished takes its file along.
class BlobWriter {
 public:
  explicit BlobWriter(Store& store);
  ~BlobWriter();
  BlobWriter(const BlobWriter&) = delete;
  BlobWriter& operator=(const BlobWriter&) = delete;
  void write(std::string_view bytes);  // throws WriteError
  std::uint64_t size() const { return size_; }
  std::string finish();  // its id; throws WriteError. Once

 private:
  void flush(std::string_view bytes);
  void append(std::string_view bytes);  // in the pool
  Store& store_;
  const std::string id_;
  std::unique_ptr<BlobFile> file_;  // with the first piece that reaches the disk
  std::uint64_t size_ = 0;
  std::string buffer_ = {};
  bool finished_ = false;
};

// The smallest key that is greater than every key with this prefix; empty when there is none.
std::string prefix_end(std::string_view prefix);

}  // namespace store
