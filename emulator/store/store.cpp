#include "emulator/store/store.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include "base/check.h"
#include "emulator/store/store_state.h"

namespace store {

namespace {

ReadError unreadable(const Place& place, const SqliteError& error) {
  return ReadError("cannot read the store " + place.database() + ": " + error.what() +
                   "; `feedmill doctor` checks the whole file");
}

// A scan ends before (end_space, to): without an upper end, at the beginning of the next space.
std::int64_t end_space(int space, std::string_view to) { return to.empty() ? space + 1 : space; }

constexpr std::size_t kPageEntries = 512;
constexpr std::size_t kPageBytes = 1 << 20;
constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

}  // namespace

Store::Store(loop::Loop& loop, const Options& options) : state_(std::make_unique<State>(loop, options)) {}
Store::~Store() = default;

Space Store::space(std::string_view name) {
  const auto known = state_->spaces.find(name);
  if (known != state_->spaces.end()) return Space(known->second);
  try {
    Statement(*state_->connection, "INSERT INTO space(name) VALUES(?1)").execute(Text{name});
  } catch (const SqliteError& error) {
    throw WriteError("cannot make the space " + std::string(name) + " in " + state_->place.database() + ": " +
                     error.what());
  }
  const int id = static_cast<int>(sqlite3_last_insert_rowid(state_->connection->handle()));
  state_->spaces.emplace(name, id);
  return Space(id);
}

std::optional<std::string> Store::get(Space space, std::string_view key) const {
  CHECK(space.id_ != 0);
  try {
    Rows rows = state_->statements->get.run(std::int64_t{space.id_}, key);
    if (!rows.next()) return std::nullopt;
    return std::string(rows.bytes(0));
  } catch (const SqliteError& error) {
    throw unreadable(state_->place, error);
  }
}

std::vector<Entry> Store::page(Space space, std::string_view from, std::string_view to, const PageLimit& limit,
                               Order order) const {
  CHECK(space.id_ != 0);
  const Statement& statement =
      order == Order::kAscending ? state_->statements->ascending : state_->statements->descending;
  const auto most = static_cast<std::int64_t>(
      std::min<std::size_t>(limit.entries, static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max())));
  std::vector<Entry> entries;
  try {
    Rows rows = statement.run(std::int64_t{space.id_}, from, end_space(space.id_, to), to, most);
    for (std::size_t bytes = 0; bytes < limit.bytes && rows.next();) {
      entries.emplace_back(rows.bytes(0), rows.bytes(1));
      bytes += entries.back().first.size() + entries.back().second.size();
    }
  } catch (const SqliteError& error) {
    throw unreadable(state_->place, error);
  }
  return entries;
}

std::vector<Entry> Store::scan(Space space, std::string_view from, std::string_view to, std::size_t limit,
                               Order order) const {
  return page(space, from, to, {.entries = limit, .bytes = kNoLimit}, order);
}

void Store::each(Space space, std::string_view prefix,
                 const std::function<bool(std::string_view key, std::string_view value)>& visit) const {
  std::string from(prefix);
  const std::string to = prefix_end(prefix);
  // Page by page, so that no statement is open while the visitor does what it likes.
  for (;;) {
    const auto entries = page(space, from, to, {.entries = kPageEntries, .bytes = kPageBytes}, Order::kAscending);
    if (entries.empty()) return;
    for (const auto& [key, value] : entries) {
      if (!visit(key, value)) return;
    }
    from = entries.back().first + '\0';  // the next key there can be
  }
}

std::size_t Store::count(Space space, std::string_view prefix) const {
  CHECK(space.id_ != 0);
  const std::string to = prefix_end(prefix);
  try {
    Rows rows = state_->statements->count.run(std::int64_t{space.id_}, prefix, end_space(space.id_, to), to);
    rows.next();
    return static_cast<std::size_t>(rows.integer(0));
  } catch (const SqliteError& error) {
    throw unreadable(state_->place, error);
  }
}

std::vector<std::string> Store::check() const {
  std::vector<std::string> complaints;
  const std::string& path = state_->place.database();
  try {
    const Statement quick_check(*state_->connection, "PRAGMA quick_check");
    Rows rows = quick_check.run();
    while (rows.next()) {
      if (rows.bytes(0) != "ok") complaints.push_back(path + ": " + std::string(rows.bytes(0)));
    }
    const Statement blobs(*state_->connection, "SELECT id, size FROM blob");
    Rows kept = blobs.run();
    while (kept.next()) {
      const std::string id(kept.bytes(0));
      const auto expected = static_cast<std::uint64_t>(kept.integer(1));
      const auto size = state_->blobs.find_size(id);
      if (!size) {
        complaints.push_back(blob_path(id) + " is missing, and a record needs it");
      } else if (*size != expected) {
        complaints.push_back(blob_path(id) + " has " + std::to_string(*size) + " bytes instead of " +
                             std::to_string(expected));
      }
    }
  } catch (const SqliteError& error) {
    complaints.push_back(path + ": " + error.what());
  }
  return complaints;
}

std::string Store::blob_path(const std::string& id) const { return state_->blobs.path(id); }

int Store::open_blob(const std::string& id) const {
  const std::string path = blob_path(id);
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw ReadError("cannot read " + path + ": " + std::strerror(errno));
  return descriptor;
}

const std::string& Store::blob_directory() const { return state_->blobs.directory(); }

void Store::discard_blob(const std::string& id) {
  state_->housekeeper.post([&blobs = state_->blobs, id] { blobs.remove(id); });
}

std::string prefix_end(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

}  // namespace store
