// bench_store_floor DATABASE fill|put|get|open ITEMS [BATCH]: SQLite itself, as the emulator's store uses it.
//
// The same pragmas and the same shape of table (a rowid table with a unique key beside it), SQLite's default VFS, keys
// of 28 bytes, values of 1 KiB, no HTTP, no codec, no index of a service.
//
//   put   ITEMS puts into a new database, BATCH a commit      get   ITEMS gets of random keys, each compared
//   fill  the same as put, in large commits                   open  opens a filled one and gets one record
//
// Prints {"items", "us", "cpu_us"}: in all for `open`, an item for the others.
#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bench/wire.h"

namespace {

using bench::require;

class Database {
 public:
  explicit Database(const char* path) {
    require(sqlite3_open(path, &handle_) == SQLITE_OK, "cannot open the database");
    run("PRAGMA cache_size = -2000");
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = NORMAL");
    run("CREATE TABLE IF NOT EXISTS record"
        "(space INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, UNIQUE(space, key))");
    begin_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
    put_ = prepare(
        "INSERT INTO record(space, key, value) VALUES(1, ?1, ?2) "
        "ON CONFLICT(space, key) DO UPDATE SET value = excluded.value");
    get_ = prepare("SELECT value FROM record WHERE space = 1 AND key = ?1");
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() {
    for (sqlite3_stmt* statement : {begin_, commit_, put_, get_}) sqlite3_finalize(statement);
    sqlite3_close(handle_);
  }

  void begin() { step(begin_); }
  void commit() { step(commit_); }
  void put(std::string_view key, std::string_view value) {
    bind(put_, 1, key);
    bind(put_, 2, value);
    step(put_);
  }
  bool holds(std::string_view key, std::string_view value) {
    bind(get_, 1, key);
    if (sqlite3_step(get_) != SQLITE_ROW) return false;
    const std::string_view found(static_cast<const char*>(sqlite3_column_blob(get_, 0)),
                                 static_cast<std::size_t>(sqlite3_column_bytes(get_, 0)));
    const bool same = found == value;
    sqlite3_reset(get_);
    return same;
  }

 private:
  void run(const char* sql) {
    require(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(handle_));
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    require(sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr) == SQLITE_OK, sqlite3_errmsg(handle_));
    return statement;
  }
  static void bind(sqlite3_stmt* statement, int index, std::string_view bytes) {
    sqlite3_bind_blob(statement, index, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
  }
  void step(sqlite3_stmt* statement) {
    require(sqlite3_step(statement) == SQLITE_DONE, sqlite3_errmsg(handle_));
    sqlite3_reset(statement);
  }

  sqlite3* handle_ = nullptr;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  sqlite3_stmt* put_ = nullptr;
  sqlite3_stmt* get_ = nullptr;
};

// Keys that come in no order, as the digest of a hash key does.
std::string key_of(std::uint64_t item) {
  char text[32];
  std::snprintf(text, sizeof text, "table/orders%016llx", static_cast<unsigned long long>(item * 0x9E3779B97F4A7C15));
  return text;
}

void put_items(Database& database, std::uint64_t items, std::uint64_t batch, std::string_view value) {
  for (std::uint64_t i = 0; i < items;) {
    database.begin();
    for (std::uint64_t n = 0; n < batch && i < items; ++n, ++i) database.put(key_of(i), value);
    database.commit();
  }
}

void get_items(Database& database, std::uint64_t items, std::uint64_t of, std::string_view value) {
  std::uint64_t random = 88172645463325252;
  for (std::uint64_t i = 0; i < items; ++i) {
    random ^= random << 13, random ^= random >> 7, random ^= random << 17;
    require(database.holds(key_of(random % of), value), "a record is missing, or not what was put");
  }
}

}  // namespace

int main(int count, char** arguments) {
  require(count == 4 || count == 5, "usage: bench_store_floor DATABASE fill|put|get|open ITEMS [BATCH]");
  const std::string_view what = arguments[2];
  const std::uint64_t items = std::strtoull(arguments[3], nullptr, 10);
  const std::string value(1024, 'v');
  double us = bench::now_us();
  double cpu_us = bench::own_cpu_us();
  Database database(arguments[1]);
  if (what == "open") {
    get_items(database, 1, items, value);
  } else {
    us = bench::now_us();
    cpu_us = bench::own_cpu_us();
    if (what == "get") {
      get_items(database, items, items, value);
    } else {
      put_items(database, items,
                what == "fill" ? 1000
                : count == 5   ? std::strtoull(arguments[4], nullptr, 10)
                               : 1,
                value);
    }
  }
  const double divisor = what == "open" ? 1.0 : static_cast<double>(items);
  std::printf("{\"items\":%llu,\"us\":%.3f,\"cpu_us\":%.3f}\n", static_cast<unsigned long long>(items),
              (bench::now_us() - us) / divisor, (bench::own_cpu_us() - cpu_us) / divisor);
  if (what == "put") get_items(database, std::min<std::uint64_t>(items, 100), items, value);
}
