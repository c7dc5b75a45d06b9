#pragma once

#include <string>

#include "emulator/store/sqlite.h"

namespace store {

// Version 1: space(id, name), record(space, key, value), blob(id, size, keeps).
inline constexpr int kSchemaVersion = 1;

enum class Found { kNew, kExisting };

// Looks whether this is a database that we can serve, before anything is changed. Throws OpenError where it is somebody
// else's, or written by a newer version; SqliteError where it is damaged.
Found examine(const Connection& connection, const std::string& path);
void create_schema(const Connection& connection);  // all of it or nothing; throws SqliteError

}  // namespace store
