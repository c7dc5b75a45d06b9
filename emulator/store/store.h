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
// Loop thread only; nothing here waits, but for Blob writing and reading, which go to the pool.

namespace store {

// Writing failed (disk full, I/O error): the transaction did not happen, and what is in memory must not have changed.
struct WriteError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// The store cannot be opened: newer version, damaged, used by another process. The sentence says what to do.
struct OpenError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Store;

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
  // From now on a record refers to this blob / does so no longer. A blob that no record keeps goes away after commit.
  void keep_blob(const std::string& id);
  void drop_blob(const std::string& id);
  // Called after the commit, in order, on the same fiber before commit() returns: what is in memory follows the store.
  void on_commit(std::function<void()> apply);
  bool empty() const { return changes_.empty(); }
  // Durable when it returns. Throws WriteError and has changed nothing. Once.
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
};

using Entry = std::pair<std::string, std::string>;

enum class Order { kAscending, kDescending };

class Store {
 public:
  struct Options {
    std::string directory = {};  // empty: in memory, blobs in a temporary directory
    bool sync_always = false;    // synchronous=FULL: an acknowledged write survives a power cut too
    std::string vfs = {};        // name of a registered SQLite VFS; tests inject faults by it
  };
  // Throws OpenError.
  Store(loop::Loop& loop, const Options& options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  Space space(std::string_view name);  // the space of that name, made where it is new

  std::optional<std::string> get(Space space, std::string_view key) const;
  // Up to `limit` entries with from <= key < to (empty `to`: no upper end), in bytewise order of keys.
  std::vector<Entry> scan(Space space, std::string_view from, std::string_view to, std::size_t limit,
                          Order order = Order::kAscending) const;
  // All entries whose keys start with `prefix`, one call each, until it returns false.
  void each(Space space, std::string_view prefix,
            const std::function<bool(std::string_view key, std::string_view value)>& visit) const;
  std::size_t count(Space space, std::string_view prefix) const;

  // Checks the whole file (PRAGMA quick_check). Empty when it is well.
  std::vector<std::string> check() const;

  // --- blobs: bodies too large for a record; immutable files named by id ---
  std::string blob_path(const std::string& id) const;
  int open_blob(
      const std::string& id) const;  // a descriptor to read from, the caller's; throws WriteError when it is gone
  const std::string& blob_directory() const;

 private:
  friend class Transaction;
  friend class BlobWriter;
  struct State;
  std::unique_ptr<State> state_;
};

// Writes one blob, piece by piece, in the pool. Until finish() it is a temporary file, and until a committed
// transaction keeps it, an orphan that the next start sweeps away.
class BlobWriter {
 public:
  BlobWriter(Store& store, loop::Loop& loop);
  ~BlobWriter();
  BlobWriter(const BlobWriter&) = delete;
  BlobWriter& operator=(const BlobWriter&) = delete;
  void write(std::string_view bytes);  // throws WriteError
  std::uint64_t size() const { return size_; }
  std::string finish();  // its id

 private:
  Store& store_;
  loop::Loop& loop_;
  std::string id_ = {};
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  std::string buffer_ = {};
};

// The smallest key that is greater than every key with this prefix; empty when there is none.
std::string prefix_end(std::string_view prefix);

}  // namespace store
