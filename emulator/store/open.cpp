// How a store opens: quickly, whatever it holds; and what it says when it cannot.

#include <stdlib.h>

#include <filesystem>
#include <system_error>
#include <unordered_set>

#include "emulator/store/store_state.h"

namespace store {

namespace {

std::string sentence(const std::string& path, const SqliteError& error) {
  switch (error.primary()) {
    case SQLITE_NOTADB:
      return path + " is not a feedmill store: " + error.what() + "; move it away, or use another directory";
    case SQLITE_CORRUPT:
    case SQLITE_ERROR:  // a table is missing
      return path + " is damaged: " + error.what() +
             "; keep a copy of its directory, see what `feedmill doctor` says, and go on in another directory";
    case SQLITE_BUSY:
      return path + " is in use by another program: " + error.what() +
             "; close that one (an open sqlite3?), or use another directory";
    default:
      return "cannot open the store " + path + ": " + error.what() + "; free some space, or use another directory";
  }
}

void prepare(const Connection& connection, Found found, bool in_memory, bool sync_always) {
  connection.execute("PRAGMA cache_size = -2000");  // 2 MB: the page cache of the system is behind it
  connection.execute("PRAGMA temp_store = MEMORY");
  if (in_memory) return create_schema(connection);
  // Making a store would cost several fsyncs, before anything in it is worth one.
  if (found == Found::kNew && !sync_always) connection.execute("PRAGMA synchronous = OFF");
  connection.execute("PRAGMA journal_mode = WAL");
  // A log that a busy hour has stretched shrinks again.
  connection.execute("PRAGMA journal_size_limit = " + std::to_string(Checkpoints::kKeptBytes));
  if (found == Found::kNew) create_schema(connection);
  connection.execute(sync_always ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
}

// A crash leaves files of blobs that no transaction kept, and of dropped ones that nobody came to remove.
void sweep_orphans(const Connection& connection, const BlobFiles& blobs) {
  if (!blobs.any()) return;
  std::unordered_set<std::string> kept;
  const Statement select(connection, "SELECT id FROM blob");
  Rows rows = select.run();
  while (rows.next()) kept.emplace(rows.bytes(0));
  blobs.sweep([&](const std::string& id) { return kept.contains(id); });
}

}  // namespace

Place::Place(const std::string& directory) : directory_(directory) {
  std::error_code error = {};
  if (directory.empty()) {
    temporary_ = (std::filesystem::temp_directory_path(error) / "feedmill-XXXXXX").string();
    if (mkdtemp(temporary_.data()) == nullptr) {
      throw OpenError("cannot make a temporary directory " + temporary_ + "; set TMPDIR to one that can be written to");
    }
    return;
  }
  std::filesystem::create_directories(directory, error);
  if (error) throw OpenError("cannot make the store's directory " + directory + ": " + error.message());
  lock_.emplace(directory);
}

Place::~Place() {
  std::error_code ignored = {};
  if (in_memory()) std::filesystem::remove_all(temporary_, ignored);
}

Statements::Statements(const Connection& connection)
    : atomic(connection),
      put(connection,
          "INSERT INTO record(space, key, value) VALUES(?1, ?2, ?3) "
          "ON CONFLICT(space, key) DO UPDATE SET value = excluded.value"),
      erase(connection, "DELETE FROM record WHERE space = ?1 AND key = ?2"),
      get(connection, "SELECT value FROM record WHERE space = ?1 AND key = ?2"),
      // Bounds are pairs, so that "no upper end" is the beginning of the next space.
      count(connection, "SELECT count(*) FROM record WHERE (space, key) >= (?1, ?2) AND (space, key) < (?3, ?4)"),
      ascending(connection,
                "SELECT key, value FROM record WHERE (space, key) >= (?1, ?2) AND (space, key) < (?3, ?4) "
                "ORDER BY space, key LIMIT ?5"),
      descending(connection,
                 "SELECT key, value FROM record WHERE (space, key) >= (?1, ?2) AND (space, key) < (?3, ?4) "
                 "ORDER BY space DESC, key DESC LIMIT ?5"),
      keep_blob(connection,
                "INSERT INTO blob(id, size, keeps) VALUES(?1, ?2, 1) ON CONFLICT(id) DO UPDATE SET keeps = keeps + 1"),
      drop_blob(connection, "UPDATE blob SET keeps = keeps - 1 WHERE id = ?1 RETURNING keeps"),
      forget_blob(connection, "DELETE FROM blob WHERE id = ?1") {}

Store::State::State(loop::Loop& the_loop, const Options& the_options)
    : loop(the_loop), options(the_options), place(the_options.directory), blobs(place.blobs(), the_options.vfs) {
  const std::string path = place.database();
  try {
    connection = std::make_unique<Connection>(path, options.vfs);
    const Found found = examine(*connection, path);
    if (found == Found::kNew && blobs.any()) {
      throw OpenError(path + " is empty or missing, but " + blobs.directory() +
                      " holds its blobs; put the database back, or use another directory");
    }
    prepare(*connection, found, place.in_memory(), options.sync_always);
    statements = std::make_unique<Statements>(*connection);
    const Statement select(*connection, "SELECT name, id FROM space");
    Rows rows = select.run();
    while (rows.next()) spaces.emplace(rows.bytes(0), static_cast<int>(rows.integer(1)));
    sweep_orphans(*connection, blobs);
  } catch (const SqliteError& error) {
    throw OpenError(sentence(path, error));
  }
  if (place.in_memory()) return;
  log_writer.attach(connection->handle());
  checkpoints.emplace(*connection, path, options.vfs, housekeeper);
}

}  // namespace store
