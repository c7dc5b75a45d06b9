// Preloaded into an emulator (LD_PRELOAD), stands between it and the files under FEEDMILL_DISK_ROOT: notes every call
// that could change one of them in FEEDMILL_DISK_LOG ("write data/store.db-wal", a line each, with " failed" behind it
// where it was made to fail), and lets those fail that the plan names. Unlike emulator/faults it sees what does not go
// through SQLite: directories, the audit log, the ready file, a function's code.
//
// The plan is the file FEEDMILL_DISK_PLAN, read again at every call: "<call> <fnmatch pattern of the path>
// <full|io|short> <nth> <times>". Of the calls that match since the plan was put there, the n-th and up to `times` in
// all fail; a short write writes half first.
#include <dlfcn.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>

namespace {

struct Verdict {
  int error = 0;             // 0: go on
  bool writes_half = false;  // and succeeds with that
};

std::string get_variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

std::string path_of(int directory, const char* path) {
  if (path[0] == '/') return path;
  char folder[4096];
  const std::string link = directory == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/" + std::to_string(directory);
  const ssize_t size = readlink(link.c_str(), folder, sizeof folder);
  return size < 0 ? std::string(path) : std::string(folder, static_cast<std::size_t>(size)) + "/" + path;
}

std::string path_of(int descriptor) {
  char path[4096];
  const ssize_t size = readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), path, sizeof path);
  return size < 0 ? std::string() : std::string(path, static_cast<std::size_t>(size));
}

class Disk {
 public:
  Verdict judge(const char* call, const std::string& path) {
    if (root_.empty() || !path.starts_with(root_)) return {};
    const int error_before = errno;
    const std::lock_guard lock(mutex_);
    const std::string relative = path.substr(root_.size());
    const Verdict verdict = decide(call, relative);
    const bool fails = verdict.error != 0 || verdict.writes_half;
    const std::string line = std::string(call) + " " + relative + (fails ? " failed\n" : "\n");
    const int log =
        static_cast<int>(syscall(SYS_openat, AT_FDCWD, log_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    syscall(SYS_write, log, line.data(), line.size());
    syscall(SYS_close, log);
    errno = error_before;
    return verdict;
  }

 private:
  Verdict decide(const char* call, const std::string& path) {
    char text[512] = {};
    const int file = static_cast<int>(syscall(SYS_openat, AT_FDCWD, plan_.c_str(), O_RDONLY | O_CLOEXEC));
    if (file < 0) return {};
    struct stat status = {};
    fstat(file, &status);
    syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    if (status.st_ino != plan_number_) {
      plan_number_ = status.st_ino;
      seen_ = 0;
    }
    char which[32] = {}, pattern[256] = {}, failure[16] = {};
    unsigned long nth = 1, times = 1;
    if (std::sscanf(text, "%31s %255s %15s %lu %lu", which, pattern, failure, &nth, &times) != 5) return {};
    if (std::strcmp(which, call) != 0 || fnmatch(pattern, path.c_str(), 0) != 0) return {};
    ++seen_;
    if (seen_ < nth || seen_ >= nth + times) return {};
    if (std::strcmp(failure, "io") == 0) return {.error = EIO};
    if (std::strcmp(failure, "short") == 0 && seen_ == nth) return {.writes_half = true};
    return {.error = ENOSPC};
  }

  std::mutex mutex_ = {};
  std::string root_ = get_variable("FEEDMILL_DISK_ROOT");
  std::string log_ = get_variable("FEEDMILL_DISK_LOG");
  std::string plan_ = get_variable("FEEDMILL_DISK_PLAN");
  ino_t plan_number_ = 0;
  unsigned long seen_ = 0;
};

Disk& disk() {
  static Disk* const made = new Disk;  // the last calls come after destructors
  return *made;
}

// Does `call` unless it is to fail; -1 and errno then.
template <typename Do>
auto attempt(const char* call, const std::string& path, const Do& go_on) -> decltype(go_on()) {
  const Verdict verdict = disk().judge(call, path);
  if (verdict.error == 0) return go_on();
  errno = verdict.error;
  return -1;
}

template <typename Do>
ssize_t attempt_write(int descriptor, std::size_t size, const Do& write_bytes) {
  const Verdict verdict = disk().judge("write", path_of(descriptor));
  if (verdict.error == 0) return write_bytes(verdict.writes_half ? size / 2 : size);
  errno = verdict.error;
  return -1;
}

int open_at(int directory, const char* path, int flags, mode_t mode) {
  const auto go_on = [&] { return static_cast<int>(syscall(SYS_openat, directory, path, flags, mode)); };
  if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) == 0) return go_on();
  return attempt("open", path_of(directory, path), go_on);
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? static_cast<mode_t>(va_arg(arguments, int)) : 0;
}

FILE* open_stream(const char* path, const char* mode, const char* own_name) {
  const Verdict verdict = mode[0] == 'r' ? Verdict{} : disk().judge("open", path_of(AT_FDCWD, path));
  if (verdict.error != 0) {
    errno = verdict.error;
    return nullptr;
  }
  using Open = FILE*(const char*, const char*);
  return reinterpret_cast<Open*>(dlsym(RTLD_NEXT, own_name))(path, mode);
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_at(AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_at(AT_FDCWD, path, flags, mode);
}
FILE* fopen(const char* path, const char* mode) { return open_stream(path, mode, "fopen"); }
FILE* fopen64(const char* path, const char* mode) { return open_stream(path, mode, "fopen64"); }

ssize_t write(int descriptor, const void* bytes, std::size_t size) {
  return attempt_write(descriptor, size, [&](std::size_t some) { return syscall(SYS_write, descriptor, bytes, some); });
}
ssize_t pwrite64(int descriptor, const void* bytes, std::size_t size, off64_t at) {
  return attempt_write(descriptor, size,
                       [&](std::size_t some) { return syscall(SYS_pwrite64, descriptor, bytes, some, at); });
}
ssize_t pwrite(int descriptor, const void* bytes, std::size_t size, off_t at) {
  return pwrite64(descriptor, bytes, size, at);
}
ssize_t writev(int descriptor, const iovec* parts, int count) {
  if (count == 0) return 0;
  return attempt_write(descriptor, parts[0].iov_len, [&](std::size_t some) -> ssize_t {
    if (some == parts[0].iov_len) return syscall(SYS_writev, descriptor, parts, count);
    return syscall(SYS_write, descriptor, parts[0].iov_base, some);
  });
}
int fsync(int descriptor) {
  return attempt("sync", path_of(descriptor), [&] { return static_cast<int>(syscall(SYS_fsync, descriptor)); });
}
int fdatasync(int descriptor) {
  return attempt("sync", path_of(descriptor), [&] { return static_cast<int>(syscall(SYS_fdatasync, descriptor)); });
}
int ftruncate64(int descriptor, off64_t size) noexcept {
  return attempt("truncate", path_of(descriptor),
                 [&] { return static_cast<int>(syscall(SYS_ftruncate, descriptor, size)); });
}
int ftruncate(int descriptor, off_t size) noexcept { return ftruncate64(descriptor, size); }
int rename(const char* from, const char* to) noexcept {
  return attempt("rename", path_of(AT_FDCWD, to), [&] { return static_cast<int>(syscall(SYS_rename, from, to)); });
}
int mkdir(const char* path, mode_t mode) noexcept {
  return attempt("mkdir", path_of(AT_FDCWD, path), [&] { return static_cast<int>(syscall(SYS_mkdir, path, mode)); });
}
int unlink(const char* path) noexcept {
  return attempt("unlink", path_of(AT_FDCWD, path), [&] { return static_cast<int>(syscall(SYS_unlink, path)); });
}
}
