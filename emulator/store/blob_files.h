#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

// Where blobs lie: DIRECTORY/<first two digits of the id>/<id>. Which of them count is the table `blob`'s to say: a
// file that it does not name is an orphan, complete or not.
//
// Files are written and removed through SQLite's VFS, so that a fault plan that breaks the database's writes breaks
// these as well. Safe from any thread.
class BlobFiles {
 public:
  BlobFiles(std::string directory, const std::string& vfs);  // throws OpenError: no such VFS, no directory

  const std::string& directory() const { return directory_; }
  std::string path(std::string_view id) const;
  std::optional<std::uint64_t> find_size(std::string_view id) const;
  void remove(std::string_view id) const;  // best effort: the sweep is behind it

  bool any() const;
  // Removes every file that `is_kept` does not know.
  void sweep(const std::function<bool(const std::string& id)>& is_kept) const;

  sqlite3_vfs* vfs() const { return vfs_; }

 private:
  std::vector<std::string> list(const std::string& folder) const;
  std::string directory_;
  sqlite3_vfs* vfs_ = nullptr;
};

// One blob's file while it is being written.
class BlobFile {
 public:
  BlobFile(const BlobFiles& files, std::string_view id, bool sync);  // throws WriteError, as all here
  ~BlobFile();
  BlobFile(const BlobFile&) = delete;
  BlobFile& operator=(const BlobFile&) = delete;
  void append(std::string_view bytes);
  void finish();  // with `sync`, on the disk when it returns

 private:
  void require(int result, const char* what) const;
  std::string path_;
  std::string buffer_ = {};  // of the VFS's own file object
  sqlite3_file* file_ = nullptr;
  std::int64_t size_ = 0;
  bool sync_ = false;
};

}  // namespace store
