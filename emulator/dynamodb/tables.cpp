#include "emulator/dynamodb/tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/record.h"

namespace dynamodb {
namespace tables_detail {

std::string region_prefix(std::string_view account, std::string_view region) {
  return fmt::format("{}{}{}{}", account, '\0', region, '\0');
}
std::string key_of_table(const Table& table) { return region_prefix(table.account, table.region) + table.name; }

}  // namespace tables_detail

using namespace tables_detail;

Tables::Tables(store::Store& store, loop::Loop& loop)
    : store_(store),
      loop_(loop),
      table_space_(store.space("dynamodb/table")),
      item_space_(store.space("dynamodb/item")),
      index_space_(store.space("dynamodb/index")),
      token_space_(store.space("dynamodb/token")) {
  load();
  arm_timer();
}

void Tables::load() {
  store_.each(table_space_, "", [&](std::string_view key, std::string_view value) {
    State state = {.table = table_from_record(Json::parse(value))};
    last_number_ = std::max(last_number_, state.table.number);
    tables_.emplace(std::string(key), std::move(state));
    return true;
  });
}

const Table* Tables::find(const Call& call, std::string_view name) const {
  const auto found = tables_.find(region_prefix(call.account, call.region) + std::string(name));
  return found == tables_.end() ? nullptr : &found->second.table;
}

const Table& Tables::get(const Call& call, std::string_view name) const {
  if (const Table* table = find(call, name)) return *table;
  throw resource_not_found();
}

const Table& Tables::get_named(const Call& call, std::string_view name) const {
  if (const Table* table = find(call, name)) return *table;
  throw table_not_found(name);
}

std::vector<const Table*> Tables::all(const Call& call) const {
  std::vector<const Table*> result;
  const std::string prefix = region_prefix(call.account, call.region);
  for (auto at = tables_.lower_bound(prefix); at != tables_.end() && at->first.starts_with(prefix); ++at) {
    result.push_back(&at->second.table);
  }
  return result;
}

const Tables::State& Tables::state(const Table& table) const {
  const auto found = tables_.find(key_of_table(table));
  CHECK(found != tables_.end());
  return found->second;
}
Tables::State& Tables::state(const Table& table) { return const_cast<State&>(std::as_const(*this).state(table)); }

void Tables::save(store::Transaction& transaction, const Table& table) const {
  transaction.put(table_space_, key_of_table(table), to_record(table).dump());
}

const Table& Tables::create(const Call& call, Table table) {
  table.account = call.account;
  table.region = call.region;
  if (find(call, table.name)) throw resource_in_use("Table already exists: " + table.name);
  table.number = last_number_ + 1;
  table.id = loop_.world().uuid();
  store::Transaction transaction(store_);
  save(transaction, table);
  transaction.commit();
  ++last_number_;
  const std::string key = key_of_table(table);
  const auto [at, is_new] = tables_.emplace(key, State{.table = std::move(table), .totals = TableTotals()});
  CHECK(is_new);
  return at->second.table;
}

void Tables::change(const Table& table, const std::function<void(Table&)>& edit) {
  Table changed = table;
  edit(changed);
  store::Transaction transaction(store_);
  save(transaction, changed);
  transaction.commit();
  state(table).table = std::move(changed);
  arm_timer();
}

void Tables::add_index(const Table& table, Index index, std::vector<KeyAttribute> attributes) {
  Table changed = table;
  for (const Index& other : table.indexes) index.number = std::max(index.number, other.number + 1);
  changed.attributes = std::move(attributes);
  changed.indexes.push_back(index);
  store::Transaction transaction(store_);
  save(transaction, changed);
  store_.each(item_space_, table_prefix(table), [&](std::string_view key, std::string_view value) {
    const Item item = from_record(value);
    // An item whose attribute has another type than the index's key is left out, as AWS leaves it out.
    const auto fits = [&](const KeyAttribute& attribute) {
      const AttributeValue* found = dynamodb::find(item, attribute.name);
      return found && found->is(attribute.type);
    };
    if (fits(index.keys.hash) && (!index.keys.range || fits(*index.keys.range))) {
      transaction.put(index_space_, index_key(changed, index, item), std::string(key));
    }
    return true;
  });
  transaction.commit();
  state(table).table = std::move(changed);
}

void Tables::drop_index(const Table& table, std::string_view name) {
  const Index* index = table.find_index(name);
  CHECK(index);
  store::Transaction transaction(store_);
  store_.each(index_space_, index_prefix(table, *index), [&](std::string_view key, std::string_view) {
    transaction.erase(index_space_, std::string(key));
    return true;
  });
  Table changed = table;
  std::erase_if(changed.indexes, [&](const Index& each) { return each.name == name; });
  save(transaction, changed);
  transaction.commit();
  state(table).table = std::move(changed);
}

void Tables::remove(const Table& table) {
  store::Transaction transaction(store_);
  for (const store::Space space : {item_space_, index_space_}) {
    store_.each(space, table_prefix(table), [&](std::string_view key, std::string_view) {
      transaction.erase(space, std::string(key));
      return true;
    });
  }
  const std::string key = key_of_table(table);
  transaction.erase(table_space_, key);
  transaction.commit();
  tables_.erase(key);
}

TableTotals Tables::totals(const Table& table) const {
  const State& of = state(table);
  if (!of.totals) {
    TableTotals counted;
    store_.each(item_space_, table_prefix(table), [&](std::string_view, std::string_view value) {
      ++counted.items;
      counted.bytes += static_cast<std::int64_t>(size_of(from_record(value)));
      return true;
    });
    of.totals = counted;
  }
  return *of.totals;
}

std::optional<Item> Tables::read(const Table& table, const Item& key) const {
  const auto record = store_.get(item_space_, item_key(table, key));
  if (!record) return std::nullopt;
  return from_record(*record);
}

void Tables::write_item(store::Transaction& transaction, const ItemChange& change) const {
  const Table& table = *change.table;
  std::string key = item_key(table, change.after ? *change.after : *change.before);
  if (change.after) {
    transaction.put(item_space_, std::move(key), to_record(*change.after));
  } else {
    transaction.erase(item_space_, std::move(key));
  }
  for (const Index& index : table.indexes) update_index(transaction, index, change);
}

void Tables::update_index(store::Transaction& transaction, const Index& index, const ItemChange& change) const {
  const auto key_in_index = [&](const std::optional<Item>& item) -> std::optional<std::string> {
    if (!item || !is_indexed(index, *item)) return std::nullopt;
    return index_key(*change.table, index, *item);
  };
  auto before = key_in_index(change.before);
  auto after = key_in_index(change.after);
  if (before == after) return;  // an entry says where the item is, and that has not changed
  if (before) transaction.erase(index_space_, *std::move(before));
  if (after) transaction.put(index_space_, *std::move(after), item_key(*change.table, *change.after));
}

void Tables::commit(const std::vector<ItemChange>& changes, const std::function<void(store::Transaction&)>& also) {
  store::Transaction transaction(store_);
  for (const ItemChange& change : changes) {
    if (change.before || change.after) write_item(transaction, change);
  }
  if (also) also(transaction);
  if (transaction.empty()) return;
  transaction.commit();
  for (const ItemChange& change : changes) {
    auto& totals = state(*change.table).totals;
    if (!totals) continue;
    totals->items += (change.after ? 1 : 0) - (change.before ? 1 : 0);
    if (change.after) totals->bytes += static_cast<std::int64_t>(size_of(*change.after));
    if (change.before) totals->bytes -= static_cast<std::int64_t>(size_of(*change.before));
  }
}

void Tables::each(const Range& range, std::size_t limit_hint, const std::function<bool(Item)>& visit) const {
  const store::Space space = range.index ? index_space_ : item_space_;
  std::string from = range.from;
  std::string to = range.to;
  std::size_t chunk = std::clamp<std::size_t>(limit_hint, 1, 32);
  for (;;) {
    const auto entries = store_.scan(space, from, to, chunk, range.order);
    for (const auto& [key, value] : entries) {
      if (!range.index) {
        if (!visit(from_record(value))) return;
        continue;
      }
      const auto record = store_.get(item_space_, value);
      CHECK(record);  // an index's entry goes in the same transaction as its item
      if (!visit(from_record(*record))) return;
    }
    if (entries.size() < chunk) return;
    if (range.order == store::Order::kAscending) {
      from = entries.back().first + '\0';
    } else {
      to = entries.back().first;
    }
    chunk = std::min<std::size_t>(chunk * 2, 256);
  }
}

void Tables::count_read(const Table& table, double units) const {
  TableCounters& counters = state(table).counters;
  ++counters.items_read;
  counters.read_units += units;
}

void Tables::count_written(const Table& table, double units) const {
  TableCounters& counters = state(table).counters;
  ++counters.items_written;
  counters.write_units += units;
}

}  // namespace dynamodb
