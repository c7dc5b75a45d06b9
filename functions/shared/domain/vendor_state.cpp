#include "domain/vendor_state.h"

#include <algorithm>

#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"

namespace domain {
namespace vendor_state_detail {

using base::Json;

constexpr std::size_t kLongestName = 2048;  // bytes of a partition key (DynamoDB, quotas)

std::string escape(std::string_view part) { return base::replace_all(base::replace_all(part, "%", "%25"), "#", "%23"); }

EntityState empty_state(EntityKind kind) {
  if (kind == EntityKind::kOrder) return OrderRegisters();
  return StockFigure();
}

bool add(EntityState& state, const LogEntry& entry) {
  if (auto* figure = std::get_if<StockFigure>(&state)) return figure->add(entry.key, entry.record);
  std::get<OrderRegisters>(state).add(entry.key, entry.record);
  return true;
}

// Does it say all that older records say?
bool is_base(const LogEntry& entry) {
  if (const Json* complete = entry.record.find("complete")) return complete->as_bool();
  return entry.record.text("mode") == "absolute";
}

bool is_same_moment(const EventKey& a, const EventKey& b) {
  return a.effective_at == b.effective_at && a.sequence == b.sequence;
}

}  // namespace vendor_state_detail

using namespace vendor_state_detail;

Entity entity_of(std::string_view vendor_id, const Json& record) {
  if (const Json* order = record.find("orderId"))
    return {.kind = EntityKind::kOrder, .vendor_id = std::string(vendor_id), .parts = {order->as_string()}};
  return {.kind = EntityKind::kStock,
          .vendor_id = std::string(vendor_id),
          .parts = {record.at("sku").as_string(), record.at("location").as_string(), record.at("bucket").as_string()}};
}

std::string name_of(const Entity& entity) {
  const std::string prefix = std::string(entity.kind == EntityKind::kOrder ? "ord#" : "inv#") + entity.vendor_id;
  std::string parts;
  for (const std::string& part : entity.parts) parts += '#' + escape(part);
  if (prefix.size() + parts.size() <= kLongestName) return prefix + parts;
  return prefix + "#sha256#" + base::to_hex(base::sha256(parts));
}

bool is_empty(const EntityState& state) {
  return std::visit([](const auto& held) { return held.empty(); }, state);
}

Json to_json(const EntityState& state) {
  return std::visit([](const auto& held) { return to_json(held); }, state);
}

EntityState parse_state(EntityKind kind, const Json& json) {
  if (kind == EntityKind::kOrder) return OrderRegisters::parse(json);
  return StockFigure::parse(json);
}

void StateChange::see(const std::optional<EntityState>& stored, const std::map<EntryName, std::int64_t>& versions) {
  bool replaces = false;
  std::erase_if(entries_, [&](const LogEntry& entry) {
    const auto known = versions.find(name_of(entry));
    if (known == versions.end()) return false;
    replaces = replaces || known->second < entry.version;
    return known->second >= entry.version;
  });
  EntityState state = stored ? *stored : empty_state(kind_);
  bool told = !replaces;
  for (const LogEntry& entry : entries_) {
    if (!entry.record.is_null()) told = told && add(state, entry);
  }
  wants_log_ = !told && !entries_.empty();
  if (!wants_log_) state_ = std::move(state);
}

bool StateChange::is_among_new(const EntryName& name) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const LogEntry& entry) { return name_of(entry) == name; });
}

bool StateChange::read(LogEntry entry) {
  if (base_ && !is_same_moment(*base_, entry.key)) return false;
  if (is_among_new(name_of(entry)) || entry.record.is_null()) return true;
  if (is_base(entry)) base_ = entry.key;
  log_.push_back(std::move(entry));
  return true;
}

EntityState StateChange::state() const {
  if (state_) return *state_;
  std::vector<const LogEntry*> all;
  for (const LogEntry& entry : log_) all.push_back(&entry);
  for (const LogEntry& entry : entries_) {
    if (!entry.record.is_null()) all.push_back(&entry);
  }
  std::sort(all.begin(), all.end(), [](const LogEntry* a, const LogEntry* b) { return a->key < b->key; });
  EntityState state = empty_state(kind_);
  for (const LogEntry* entry : all) CHECK(add(state, *entry));  // in their order everything can be told
  return state;
}

}  // namespace domain
