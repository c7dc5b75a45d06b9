#include "emulator/store/schema.h"

#include "emulator/store/store.h"

namespace store {

namespace {
constexpr int kApplicationId = 0x46654d6c;  // "FeMl", what file(1) and sqlite3 show

// A rowid table with a unique key beside it: 10–18 µs a put of 1 KiB, where WITHOUT ROWID costs 50–60, because its
// tree of keys would hold the values too.
constexpr const char* kTables[] = {
    "CREATE TABLE space(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE record(space INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, UNIQUE(space, key))",
    "CREATE TABLE blob(id TEXT PRIMARY KEY, size INTEGER NOT NULL, keeps INTEGER NOT NULL) WITHOUT ROWID",
};
}  // namespace

Found examine(const Connection& connection, const std::string& path) {
  const auto application = connection.integer("PRAGMA application_id");
  const auto version = connection.integer("PRAGMA user_version");
  const auto objects = connection.integer("SELECT count(*) FROM sqlite_schema");
  if (application == 0 && version == 0 && objects == 0) return Found::kNew;
  if (application != kApplicationId) {
    throw OpenError(path + " is a database, but not one of feedmill's; move it away, or use another directory");
  }
  if (version > kSchemaVersion) {
    throw OpenError(path + " was written by a newer feedmill: its version is " + std::to_string(version) +
                    ", this one reads up to " + std::to_string(kSchemaVersion) +
                    "; use that feedmill, or another directory");
  }
  return Found::kExisting;
}

void create_schema(const Connection& connection) {
  Atomic(connection).run([&] {
    for (const char* table : kTables) connection.execute(table);
    connection.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
    connection.execute("PRAGMA user_version = " + std::to_string(kSchemaVersion));
  });
}

}  // namespace store
