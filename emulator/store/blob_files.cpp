#include "emulator/store/blob_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "emulator/store/sqlite.h"
#include "emulator/store/store.h"

namespace store {

namespace {
// The VFS may look for parameters behind the name's NUL, so there is a second one.
std::string vfs_name(const std::string& path) { return path + std::string(2, '\0'); }

// SQLite's unix VFS takes a length modulo 128 KiB (os_unix.c, seekAndWriteFd): it never writes more than a page itself.
constexpr std::size_t kWrite = 64 * 1024;

void make_directory(const std::string& path, bool sync) {
  if (mkdir(path.c_str(), 0755) != 0) {
    if (errno == EEXIST) return;
    throw WriteError("cannot make the directory " + path + ": " + std::strerror(errno));
  }
  if (!sync) return;
  const std::string parent = path.substr(0, path.rfind('/'));
  const int descriptor = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
  if (descriptor >= 0) close(descriptor);
  if (!synced) throw WriteError("cannot sync the directory " + parent + ": " + std::strerror(errno));
}
}  // namespace

BlobFiles::BlobFiles(std::string directory, const std::string& vfs)
    : directory_(std::move(directory)), vfs_(sqlite3_vfs_find(vfs.empty() ? kVfs : vfs.c_str())) {
  if (vfs_ == nullptr) throw OpenError("no SQLite VFS is registered under the name " + vfs);
  if (mkdir(directory_.c_str(), 0755) != 0 && errno != EEXIST) {
    throw OpenError("cannot make the directory " + directory_ + ": " + std::strerror(errno));
  }
}

std::string BlobFiles::path(std::string_view id) const {
  return directory_ + "/" + std::string(id.substr(0, 2)) + "/" + std::string(id);
}

std::optional<std::uint64_t> BlobFiles::find_size(std::string_view id) const {
  struct stat status = {};
  if (stat(path(id).c_str(), &status) != 0) return std::nullopt;
  return static_cast<std::uint64_t>(status.st_size);
}

void BlobFiles::remove(std::string_view id) const { vfs_->xDelete(vfs_, vfs_name(path(id)).c_str(), 0); }

std::vector<std::string> BlobFiles::list(const std::string& folder) const {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> open_folder(opendir(folder.c_str()), &closedir);
  if (!open_folder) return names;
  while (const dirent* entry = readdir(open_folder.get())) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  return names;
}

bool BlobFiles::any() const {
  const auto folders = list(directory_);
  return std::any_of(folders.begin(), folders.end(),
                     [&](const std::string& folder) { return !list(directory_ + "/" + folder).empty(); });
}

void BlobFiles::sweep(const std::function<bool(const std::string& id)>& is_kept) const {
  for (const std::string& folder : list(directory_)) {
    for (const std::string& id : list(directory_ + "/" + folder)) {
      if (!is_kept(id)) remove(id);
    }
  }
}

BlobFile::BlobFile(const BlobFiles& files, std::string_view id, bool sync)
    : path_(vfs_name(files.path(id))), sync_(sync) {
  make_directory(files.directory() + "/" + std::string(id.substr(0, 2)), sync);
  buffer_.resize(static_cast<std::size_t>(files.vfs()->szOsFile));
  auto* file = reinterpret_cast<sqlite3_file*>(buffer_.data());
  // What SQLite calls a super-journal is a plain file without locks whose first sync takes the directory along.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE | SQLITE_OPEN_SUPER_JOURNAL;
  require(files.vfs()->xOpen(files.vfs(), path_.c_str(), file, flags, nullptr), "create");
  file_ = file;
}

BlobFile::~BlobFile() {
  if (file_ != nullptr) file_->pMethods->xClose(file_);
}

void BlobFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kWrite);
    require(file_->pMethods->xWrite(file_, piece.data(), static_cast<int>(piece.size()), size_), "write");
    size_ += static_cast<std::int64_t>(piece.size());
    bytes.remove_prefix(piece.size());
  }
}

void BlobFile::finish() {
  if (sync_) require(file_->pMethods->xSync(file_, SQLITE_SYNC_NORMAL), "sync");
}

void BlobFile::require(int result, const char* what) const {
  if (result == SQLITE_OK) return;
  throw WriteError(std::string("cannot ") + what + " " + path_.c_str() + ": " + sqlite3_errstr(result) +
                   "; nothing was stored. Free some space, or see to the disk, and try again");
}

}  // namespace store
