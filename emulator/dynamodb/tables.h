#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/dynamodb/table.h"
#include "emulator/loop/loop.h"
#include "emulator/protocol/call.h"
#include "emulator/store/store.h"

namespace dynamodb {

using protocol::Call;

// What has been asked of a table since the emulator started.
struct TableCounters {
  std::uint64_t items_read = 0;
  std::uint64_t items_written = 0;
  double read_units = 0;
  double write_units = 0;
};

// An item as it was and as it will be; nothing: it is not there.
struct ItemChange {
  const Table* table = nullptr;
  std::optional<Item> before = {};
  std::optional<Item> after = {};
};

// A piece of a table or an index, in the order of keys.
struct Range {
  const Table* table = nullptr;
  const Index* index = nullptr;  // null: the table itself
  std::string from = {};         // store keys, from <= key < to
  std::string to = {};
  store::Order order = store::Order::kAscending;
};

// The tables of every account and region, and their items, in the store. A table is ACTIVE as soon as it is created.
//
// Space "dynamodb/table": account NUL region NUL name → the table as JSON. "dynamodb/item": table number, position →
// record. "dynamodb/index": table number, index number, position in the index, position in the table → key of the item.
// "dynamodb/token": account NUL region NUL ClientRequestToken → what was done under it.
class Tables {
 public:
  Tables(store::Store& store, loop::Loop& loop);
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  // --- tables; pointers and references live until the table is removed ---
  const Table* find(const Call& call, std::string_view name) const;
  const Table& get(const Call& call, std::string_view name) const;  // throws ResourceNotFoundException
  // Like get, in the words of the operations on tables: "… Table: orders not found".
  const Table& get_named(const Call& call, std::string_view name) const;
  std::vector<const Table*> all(const Call& call) const;  // of the call's account and region, by name
  // Gives the table its number and id. Throws ResourceInUseException when the name is taken.
  const Table& create(const Call& call, Table table);
  void change(const Table& table, const std::function<void(Table&)>& edit);
  // Adds an index and fills it from the items.
  void add_index(const Table& table, Index index, std::vector<KeyAttribute> attributes);
  void drop_index(const Table& table, std::string_view name);
  void remove(const Table& table);
  TableTotals totals(const Table& table) const;  // exact; counted at the first call, kept since
  const TableCounters& counters(const Table& table) const { return state(table).counters; }

  // --- items ---
  std::optional<Item> read(const Table& table, const Item& key) const;
  // All changes, in one transaction with indexes; `also` adds what else belongs to it.
  void commit(const std::vector<ItemChange>& changes, const std::function<void(store::Transaction&)>& also = {});
  // Visits items (whole ones, of an index too) until `visit` says false.
  void each(const Range& range, std::size_t limit_hint, const std::function<bool(Item)>& visit) const;
  void count_read(const Table& table, double units) const;
  void count_written(const Table& table, double units) const;

  // --- ClientRequestTokens of TransactWriteItems: each is remembered for ten minutes ---
  // The digest of the request that was done under it.
  std::optional<std::string> find_token(const Call& call, std::string_view token) const;
  void remember_token(store::Transaction& transaction, const Call& call, std::string_view token,
                      std::string_view digest);

  // Deletes what has expired by `now`; says how many items that were. A timer does this every minute of the world's
  // time while a table has a TTL. (AWS promises no more than "within a few days".)
  int expire_items(base::TimePoint now);

 private:
  struct State {
    Table table = {};
    mutable std::optional<TableTotals> totals = {};
    mutable TableCounters counters = {};
  };
  const State& state(const Table& table) const;
  State& state(const Table& table);
  void load();
  void save(store::Transaction& transaction, const Table& table) const;
  void write_item(store::Transaction& transaction, const ItemChange& change) const;
  void update_index(store::Transaction& transaction, const Index& index, const ItemChange& change) const;
  void arm_timer();

  store::Store& store_;
  loop::Loop& loop_;
  store::Space table_space_ = {};
  store::Space item_space_ = {};
  store::Space index_space_ = {};
  store::Space token_space_ = {};
  std::map<std::string, State, std::less<>> tables_ = {};  // by the key in table_space_; nodes stay where they are
  std::uint64_t last_number_ = 0;
  loop::Timer expiry_timer_ = {};
  bool timer_armed_ = false;
};

}  // namespace dynamodb
