// What goes away by itself: items whose time to live is over, and ClientRequestTokens after ten minutes.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/log.h"
#include "emulator/dynamodb/record.h"
#include "emulator/dynamodb/tables.h"

namespace dynamodb {
namespace expiry_detail {

using namespace std::chrono_literals;

constexpr auto kSweepEvery = 1min;
constexpr auto kTokenLifetime = 10min;
// Older timestamps do not count, so that a wrong unit does not empty a table. (Developer Guide, TTL)
constexpr auto kTooOld = std::chrono::seconds(5LL * 365 * 24 * 3600);
constexpr std::size_t kItemsAtOnce = 500;

std::string token_key(const Call& call, std::string_view token) {
  return fmt::format("{}{}{}{}{}", call.account, '\0', call.region, '\0', token);
}

bool is_expired(const Item& item, const std::string& attribute, base::TimePoint now) {
  const AttributeValue* value = find(item, attribute);
  if (!value || !value->is(Type::kNumber)) return false;
  std::int64_t seconds = 0;
  const std::string text = value->number().text();
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (read.ec != std::errc() || seconds <= 0 || seconds > 9'000'000'000) return false;
  const base::TimePoint expires{std::chrono::seconds(seconds)};
  return expires < now && expires > now - kTooOld;
}

}  // namespace expiry_detail

using namespace expiry_detail;

std::optional<std::string> Tables::find_token(const Call& call, std::string_view token) const {
  const auto record = store_.get(token_space_, token_key(call, token));
  if (!record) return std::nullopt;
  const Json json = Json::parse(*record);
  if (base::from_epoch_millis(json.at("expires").as_int()) <= call.now) return std::nullopt;
  return json.text("digest");
}

void Tables::remember_token(store::Transaction& transaction, const Call& call, std::string_view token,
                            std::string_view digest) {
  const Json record = {{"digest", std::string(digest)}, {"expires", base::to_epoch_millis(call.now + kTokenLifetime)}};
  transaction.put(token_space_, token_key(call, token), record.dump());
}

int Tables::expire_items(base::TimePoint now) {
  int expired = 0;
  store::Transaction tokens(store_);
  store_.each(token_space_, "", [&](std::string_view key, std::string_view value) {
    if (base::from_epoch_millis(Json::parse(value).at("expires").as_int()) <= now) {
      tokens.erase(token_space_, std::string(key));
    }
    return true;
  });
  if (!tokens.empty()) tokens.commit();
  for (const auto& [key, of] : tables_) {
    const Table& table = of.table;
    if (table.ttl_attribute.empty()) continue;
    std::vector<ItemChange> changes;
    const auto flush = [&] {
      commit(changes);
      expired += static_cast<int>(changes.size());
      changes.clear();
    };
    const std::string prefix = table_prefix(table);
    each({.table = &table, .from = prefix, .to = store::prefix_end(prefix)}, kItemsAtOnce, [&](Item item) {
      if (is_expired(item, table.ttl_attribute, now)) changes.push_back({.table = &table, .before = std::move(item)});
      if (changes.size() == kItemsAtOnce) flush();
      return true;
    });
    flush();
  }
  return expired;
}

void Tables::arm_timer() {
  const bool needed =
      std::ranges::any_of(tables_, [](const auto& each) { return !each.second.table.ttl_attribute.empty(); });
  if (!needed || timer_armed_) return;
  timer_armed_ = true;
  expiry_timer_ = loop_.at(loop_.now() + kSweepEvery, loop::TimerKind::kPeriodic, [this] {
    timer_armed_ = false;
    try {
      expire_items(loop_.now());
    } catch (const store::WriteError& error) {
      base::log_error("items could not expire; the next sweep tries again", {{"error", error.what()}});
    }
    arm_timer();
  });
}

}  // namespace dynamodb
