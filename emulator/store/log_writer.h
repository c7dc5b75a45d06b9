#pragma once

#include <sqlite3.h>

#include <string>

namespace store {

// Gives the write-ahead log to the system a commit at a time. SQLite writes a frame as two calls, its header and its
// page, and a commit of one record is three frames: one call instead of six takes an eighth off the CPU of a put.
//
// It stands before the log's own file and gathers what is appended, until the page of the frame that ends a commit. A
// failure is then that write's, which is the commit's as before. (sqlite.org/fileformat2.html, "WAL File Format")
class LogWriter {
 public:
  LogWriter() = default;
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // From now on this connection's log is written so. The log must be open, and this must outlive the connection.
  void attach(sqlite3* database);

 private:
  static LogWriter& of(sqlite3_file* log);
  static int write(sqlite3_file* log, const void* bytes, int count, sqlite3_int64 offset);
  int flush(sqlite3_file* log);
  template <auto Method, class... Arguments>
  static int flushed(sqlite3_file* log, Arguments... arguments);

  sqlite3_io_methods methods_ = {};  // first: the file points to it, and by it a call finds its writer
  const sqlite3_io_methods* below_ = nullptr;
  std::string gathered_ = {};
  sqlite3_int64 at_ = 0;    // where the gathered bytes belong
  sqlite3_int64 end_ = -1;  // of the last write
  bool ends_commit_ = false;
};

}  // namespace store
