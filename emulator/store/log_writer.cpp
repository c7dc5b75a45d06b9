#include "emulator/store/log_writer.h"

#include <algorithm>
#include <type_traits>

#include "base/check.h"

namespace store {

namespace {

constexpr int kFrameHeaderBytes = 24;
// A large transaction goes out in pieces, so that it need not fit in memory.
constexpr std::size_t kGatheredBytes = 64 << 10;

// Bytes 4 to 7 of a frame's header: the database's size in pages after a commit, 0 in the middle of one.
bool is_last_of_commit(const void* header) {
  const auto* bytes = static_cast<const unsigned char*>(header);
  return std::any_of(bytes + 4, bytes + 8, [](unsigned char byte) { return byte != 0; });
}

}  // namespace

LogWriter& LogWriter::of(sqlite3_file* log) {
  static_assert(std::is_standard_layout_v<LogWriter>);
  return *reinterpret_cast<LogWriter*>(const_cast<sqlite3_io_methods*>(log->pMethods));
}

int LogWriter::flush(sqlite3_file* log) {
  if (gathered_.empty()) return SQLITE_OK;
  const int result = below_->xWrite(log, gathered_.data(), static_cast<int>(gathered_.size()), at_);
  gathered_.clear();
  return result;
}

// Only what is appended is gathered, from a frame's header on. Everything else goes to the file at once: the log's own
// header, and what SQLite writes again inside of a transaction that has outgrown its cache.
int LogWriter::write(sqlite3_file* log, const void* bytes, int count, sqlite3_int64 offset) {
  LogWriter& my = of(log);
  const bool appended = offset == my.end_;
  const bool is_header = count == kFrameHeaderBytes;
  my.end_ = offset + count;
  if (!appended || (my.gathered_.empty() && !is_header)) {
    const int result = my.flush(log);
    return result == SQLITE_OK ? my.below_->xWrite(log, bytes, count, offset) : result;
  }
  if (my.gathered_.empty()) my.at_ = offset;
  my.gathered_.append(static_cast<const char*>(bytes), static_cast<std::size_t>(count));
  if (is_header) {
    my.ends_commit_ = is_last_of_commit(bytes);
    return SQLITE_OK;
  }
  return my.ends_commit_ || my.gathered_.size() >= kGatheredBytes ? my.flush(log) : SQLITE_OK;
}

// Any other call finds the file as SQLite believes it to be.
template <auto Method, class... Arguments>
int LogWriter::flushed(sqlite3_file* log, Arguments... arguments) {
  LogWriter& my = of(log);
  const int result = my.flush(log);
  return result == SQLITE_OK ? (my.below_->*Method)(log, arguments...) : result;
}

void LogWriter::attach(sqlite3* database) {
  CHECK(below_ == nullptr);
  sqlite3_file* log = nullptr;
  CHECK(sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK);
  CHECK(log != nullptr && log->pMethods != nullptr);
  below_ = log->pMethods;
  methods_ = *below_;
  methods_.xWrite = write;
  methods_.xRead = flushed<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>;
  methods_.xTruncate = flushed<&sqlite3_io_methods::xTruncate, sqlite3_int64>;
  methods_.xSync = flushed<&sqlite3_io_methods::xSync, int>;
  methods_.xFileSize = flushed<&sqlite3_io_methods::xFileSize, sqlite3_int64*>;
  log->pMethods = &methods_;
}

}  // namespace store
