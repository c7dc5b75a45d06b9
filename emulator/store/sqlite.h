#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

// As much of SQLite as the store uses, with ownership. For this room only.

namespace store {

// SQLite's VFS whose locks and index of the log lie in this process's memory, where the default one spends eight calls
// of fcntl on a read and a commit. It locks the file against other processes for as long as it is open; all of this
// process's connections must use it. (sqlite.org/vfs.html)
inline constexpr const char* kVfs = "unix-excl";

struct SqliteError : std::runtime_error {
  SqliteError(int the_code, const std::string& what) : std::runtime_error(what), code(the_code) {}
  int code = 0;  // extended result code; the low byte is the primary one
  int primary() const { return code & 0xff; }
};

// Bound as TEXT; a bare string_view is bound as BLOB, which SQLite compares bytewise whatever is in it.
struct Text {
  std::string_view text = {};
};

class Connection;

// The rows of one run of a statement. The statement is free again when this goes away.
class Rows {
 public:
  explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}
  ~Rows() { sqlite3_reset(statement_); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  bool next();                               // throws SqliteError
  std::string_view bytes(int column) const;  // until the next next()
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

// A prepared statement. What is bound must outlive the Rows.
class Statement {
 public:
  Statement(const Connection& connection, std::string_view sql);

  template <typename... Values>
  Rows run(const Values&... values) const {
    int index = 0;
    (bind(++index, values), ...);
    return Rows(statement_.get());
  }
  template <typename... Values>
  void execute(const Values&... values) const {
    Rows rows = run(values...);
    while (rows.next()) {
    }
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  void bind(int index, std::string_view bytes) const;
  void bind(int index, Text text) const;
  void bind(int index, std::int64_t number) const;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Connection {
 public:
  // `vfs` empty: kVfs. Throws SqliteError.
  Connection(const std::string& path, const std::string& vfs);

  void execute(const std::string& sql) const { Statement(*this, sql).execute(); }
  std::int64_t integer(const std::string& sql) const;  // the first column of the only row
  sqlite3* handle() const { return database_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  std::unique_ptr<sqlite3, Close> database_ = {};
};

// All of `body`'s changes or none.
class Atomic {
 public:
  explicit Atomic(const Connection& connection);
  // What `body` throws is thrown on, after the rollback. Throws SqliteError itself, and nothing has changed either.
  template <typename Body>
  void run(const Body& body) const {
    begin_.execute();
    try {
      body();
      commit_.execute();
    } catch (...) {
      roll_back();
      throw;
    }
  }

 private:
  void roll_back() const;
  const Connection& connection_;
  Statement begin_;
  Statement commit_;
};

// "disk I/O error (SQLite 778, No space left on device)"
SqliteError last_error(sqlite3* database);

}  // namespace store
