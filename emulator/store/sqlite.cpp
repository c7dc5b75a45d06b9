#include "emulator/store/sqlite.h"

#include <cstring>

namespace store {

SqliteError last_error(sqlite3* database) {
  const int code = sqlite3_extended_errcode(database);
  std::string what = std::string(sqlite3_errmsg(database)) + " (SQLite " + std::to_string(code);
  if (const int system = sqlite3_system_errno(database); system != 0) {
    what += std::string(", ") + std::strerror(system);
  }
  return SqliteError(code, what + ")");
}

bool Rows::next() {
  switch (sqlite3_step(statement_)) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default:
      throw last_error(sqlite3_db_handle(statement_));
  }
}

std::string_view Rows::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Statement::Statement(const Connection& connection, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(connection.handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK) {
    throw last_error(connection.handle());
  }
  statement_.reset(statement);
}

namespace {
void require(int result, sqlite3_stmt* statement) {
  if (result != SQLITE_OK) throw last_error(sqlite3_db_handle(statement));
}
// A null pointer would bind NULL, and an empty string is none.
const char* data_of(std::string_view bytes) { return bytes.data() == nullptr ? "" : bytes.data(); }
}  // namespace

void Statement::bind(int index, std::string_view bytes) const {
  require(sqlite3_bind_blob64(statement_.get(), index, data_of(bytes), bytes.size(), SQLITE_STATIC), statement_.get());
}

void Statement::bind(int index, Text text) const {
  require(
      sqlite3_bind_text64(statement_.get(), index, data_of(text.text), text.text.size(), SQLITE_STATIC, SQLITE_UTF8),
      statement_.get());
}

void Statement::bind(int index, std::int64_t number) const {
  require(sqlite3_bind_int64(statement_.get(), index, number), statement_.get());
}

Connection::Connection(const std::string& path, const std::string& vfs) {
  sqlite3* database = nullptr;
  // NOMUTEX: a connection stays with one thread at a time.
  const int result =
      sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                      vfs.empty() ? kVfs : vfs.c_str());
  database_.reset(database);
  if (result != SQLITE_OK) {
    if (database == nullptr) throw SqliteError(SQLITE_NOMEM, "out of memory");
    throw last_error(database);
  }
  sqlite3_extended_result_codes(database, 1);
  // Only somebody with `sqlite3` in hand can hold a lock that this waits for, and only until the store is open.
  sqlite3_busy_timeout(database, 250);
}

Atomic::Atomic(const Connection& connection)
    : connection_(connection), begin_(connection, "BEGIN IMMEDIATE"), commit_(connection, "COMMIT") {}

void Atomic::roll_back() const {
  // A full disk or an I/O error may have rolled back by itself, and then there is nothing left to do.
  if (sqlite3_get_autocommit(connection_.handle()) == 0) {
    sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

std::int64_t Connection::integer(const std::string& sql) const {
  const Statement statement(*this, sql);
  Rows rows = statement.run();
  return rows.next() ? rows.integer(0) : 0;
}

}  // namespace store
