#include "emulator/faults/vfs.h"

#include <sqlite3.h>

#include <new>
#include <utility>

#include "base/check.h"

namespace faults {

struct Vfs::Registration {
  std::string name = {};
  Plan* plan = nullptr;
  sqlite3_vfs* under = nullptr;
  sqlite3_vfs vfs = {};
};

namespace {

using Verdict = Plan::Verdict;

// SQLite gives us szOsFile bytes, aligned for a pointer: this, and behind it the file of the VFS below.
struct File {
  sqlite3_file base = {};
  Plan* plan = nullptr;
  const char* path = "";  // SQLite keeps it until the file is closed
  sqlite3_file* under() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* under(sqlite3_file* file) { return of(file).under(); }
const sqlite3_io_methods& methods(sqlite3_file* file) { return *under(file)->pMethods; }

int code(const Verdict& verdict, int io_error) { return verdict.kind == Verdict::Kind::kFull ? SQLITE_FULL : io_error; }
bool goes_on(const Verdict& verdict) { return verdict.kind == Verdict::Kind::kGoOn; }

int read(sqlite3_file* file, void* to, int count, sqlite3_int64 offset) {
  const Verdict verdict = of(file).plan->judge(Call::kRead, of(file).path);
  return goes_on(verdict) ? methods(file).xRead(under(file), to, count, offset) : code(verdict, SQLITE_IOERR_READ);
}

int write(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
  const Verdict verdict = of(file).plan->judge(Call::kWrite, of(file).path, static_cast<std::uint64_t>(count));
  if (goes_on(verdict)) return methods(file).xWrite(under(file), from, count, offset);
  if (verdict.arrives > 0) methods(file).xWrite(under(file), from, static_cast<int>(verdict.arrives), offset);
  return code(verdict, SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  const Verdict verdict = of(file).plan->judge(Call::kTruncate, of(file).path);
  return goes_on(verdict) ? methods(file).xTruncate(under(file), size) : code(verdict, SQLITE_IOERR_TRUNCATE);
}

int sync(sqlite3_file* file, int flags) {
  const Verdict verdict = of(file).plan->judge(Call::kSync, of(file).path);
  return goes_on(verdict) ? methods(file).xSync(under(file), flags) : code(verdict, SQLITE_IOERR_FSYNC);
}

int close(sqlite3_file* file) { return methods(file).xClose(under(file)); }
int file_size(sqlite3_file* file, sqlite3_int64* size) { return methods(file).xFileSize(under(file), size); }
int lock(sqlite3_file* file, int level) { return methods(file).xLock(under(file), level); }
int unlock(sqlite3_file* file, int level) { return methods(file).xUnlock(under(file), level); }
int check_reserved_lock(sqlite3_file* file, int* result) {
  return methods(file).xCheckReservedLock(under(file), result);
}
int file_control(sqlite3_file* file, int operation, void* argument) {
  return methods(file).xFileControl(under(file), operation, argument);
}
int sector_size(sqlite3_file* file) { return methods(file).xSectorSize(under(file)); }
int device_characteristics(sqlite3_file* file) { return methods(file).xDeviceCharacteristics(under(file)); }
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** to) {
  return methods(file).xShmMap(under(file), page, size, extend, to);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return methods(file).xShmLock(under(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) { methods(file).xShmBarrier(under(file)); }
int shm_unmap(sqlite3_file* file, int remove) { return methods(file).xShmUnmap(under(file), remove); }

// Version 2: without memory-mapped reading, which would pass the plan by.
constexpr sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = file_size,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

}  // namespace

Vfs::Vfs(std::string name, Plan& plan) : registration_(std::make_unique<Registration>()) {
  Registration& registration = *registration_;
  registration.name = std::move(name);
  registration.plan = &plan;
  registration.under = sqlite3_vfs_find("unix-excl");
  CHECK(registration.under != nullptr);
  CHECK(sqlite3_vfs_find(registration.name.c_str()) == nullptr);

  // Everything but opening and deleting is the VFS's below: a copy of it, with its own functions and application data.
  sqlite3_vfs& vfs = registration.vfs;
  vfs = *registration.under;
  vfs.iVersion = 1;
  vfs.szOsFile = static_cast<int>(sizeof(File)) + registration.under->szOsFile;
  vfs.pNext = nullptr;
  vfs.zName = registration.name.c_str();
  vfs.pAppData = &registration;
  vfs.xOpen = [](sqlite3_vfs* self, const char* path, sqlite3_file* place, int flags, int* out_flags) {
    const Registration& my = *static_cast<Registration*>(self->pAppData);
    File& file = *new (place) File{.plan = my.plan, .path = path == nullptr ? "" : path};
    const Verdict verdict = my.plan->judge(Call::kOpen, file.path);
    if (!goes_on(verdict)) return code(verdict, SQLITE_CANTOPEN);
    const int result = my.under->xOpen(my.under, path, file.under(), flags, out_flags);
    if (file.under()->pMethods != nullptr) file.base.pMethods = &kMethods;
    return result;
  };
  vfs.xDelete = [](sqlite3_vfs* self, const char* path, int sync_directory) {
    const Registration& my = *static_cast<Registration*>(self->pAppData);
    const Verdict verdict = my.plan->judge(Call::kDelete, path);
    return goes_on(verdict) ? my.under->xDelete(my.under, path, sync_directory) : code(verdict, SQLITE_IOERR_DELETE);
  };
  vfs.xAccess = [](sqlite3_vfs* self, const char* path, int flags, int* result) {
    const Registration& my = *static_cast<Registration*>(self->pAppData);
    return my.under->xAccess(my.under, path, flags, result);
  };
  vfs.xFullPathname = [](sqlite3_vfs* self, const char* path, int size, char* to) {
    const Registration& my = *static_cast<Registration*>(self->pAppData);
    return my.under->xFullPathname(my.under, path, size, to);
  };
  CHECK(sqlite3_vfs_register(&vfs, 0) == SQLITE_OK);
}

Vfs::~Vfs() { sqlite3_vfs_unregister(&registration_->vfs); }

const std::string& Vfs::name() const { return registration_->name; }

}  // namespace faults
