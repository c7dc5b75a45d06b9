#include "ports/vendor_states.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/attributes.h"
#include "base/digest.h"
#include "base/failure.h"
#include "base/text.h"
#include "ports/items.h"

namespace ports {
namespace vendor_states_detail {

using aws::attribute::n;
using aws::attribute::s;
using base::Json;
using domain::LogEntry;

constexpr std::size_t kEntriesInTransaction = 25;  // 4 MB hold them even where each is as large as normalize lets it be
constexpr std::size_t kMostItems = 100;            // of a look, and of a transaction
constexpr int kTries = 10;
constexpr std::size_t kLongestEventId = 900;  // of a sort key's 1,024 bytes (DynamoDB, quotas)
constexpr std::string_view kStateKey = "state";

// The number has a fixed width, so that no event's key can look like another's.
std::string entry_key(const LogEntry& entry) {
  const std::string& id = entry.key.event_id;
  if (id.size() <= kLongestEventId) return fmt::format("event#{}#{:07}", id, entry.key.record);
  return fmt::format("digest#{}#{:07}", base::to_hex(base::sha256(id)), entry.key.record);
}

// Text order is the order of (effective time, sequence); '-' comes before the digits.
std::string moment(const domain::EventKey& key) {
  return key.effective_at + '#' + (key.sequence ? fmt::format("{:020}", *key.sequence) : "-");
}

Json state_key(std::string_view name, std::string_view sort_key) { return {{"pk", s(name)}, {"sk", s(sort_key)}}; }

Json to_item(std::string_view name, const LogEntry& entry) {
  Json item{{"pk", s(name)},
            {"sk", s(entry_key(entry))},
            {"eventId", s(entry.key.event_id)},
            {"record", n(entry.key.record)},
            {"version", n(entry.version)}};
  if (!entry.record.is_null()) {
    item.set("at", s(moment(entry.key)));
    item.set("body", s(entry.record.dump()));
  }
  return item;
}

LogEntry to_entry(const Json& item) {
  LogEntry entry{.version = aws::attribute::get_n(item, "version"),
                 .record = Json::parse(aws::attribute::get_s(item, "body"))};
  entry.key =
      domain::key_of(entry.record, aws::attribute::get_s(item, "eventId"), aws::attribute::get_n(item, "record"));
  return entry;
}

// A Put in a transaction, in the place of an item that has this number in `attribute`, or of none.
Json put_if_unchanged(const std::string& table, Json item, std::string_view attribute,
                      std::optional<std::int64_t> seen) {
  Json put{{"TableName", table}, {"Item", std::move(item)}};
  if (seen) {
    put.set("ConditionExpression", "#number = :seen");
    put.set("ExpressionAttributeNames", {{"#number", attribute}});
    put.set("ExpressionAttributeValues", {{":seen", n(*seen)}});
  } else {
    put.set("ConditionExpression", "attribute_not_exists(pk)");
  }
  return {{"Put", std::move(put)}};
}

// Another writer was there first, or is there at this moment: look again.
bool lost_to_another(const aws::Error& error) {
  if (error.code() == "TransactionInProgressException") return true;
  if (error.code() != "TransactionCanceledException") return false;
  const Json* reasons = error.details().find("CancellationReasons");
  if (!reasons) return false;
  return std::all_of(reasons->elements().begin(), reasons->elements().end(), [](const Json& reason) {
    const std::string code = reason.text("Code");
    return code == "None" || code == "ConditionalCheckFailed" || code == "TransactionConflict";
  });
}

}  // namespace vendor_states_detail

using namespace vendor_states_detail;

void VendorStates::apply(const domain::Entity& entity, const std::vector<LogEntry>& entries) {
  for (std::size_t from = 0; from < entries.size(); from += kEntriesInTransaction) {
    const std::size_t to = std::min(entries.size(), from + kEntriesInTransaction);
    const Statements part{{entity, std::vector<LogEntry>(entries.begin() + static_cast<std::ptrdiff_t>(from),
                                                         entries.begin() + static_cast<std::ptrdiff_t>(to))}};
    int tries = 0;
    while (!try_to_apply(part)) {
      if (++tries == kTries)
        throw base::Failure("Unavailable", fmt::format("others write {} all the time", name_of(entity)));
    }
  }
}

bool VendorStates::try_to_apply(const Statements& statements) {
  std::size_t items = 0, most_entries = 0;
  for (const auto& [entity, entries] : statements) {
    items += 1 + entries.size();
    most_entries = std::max(most_entries, entries.size());
  }
  if (items > kMostItems || most_entries > kEntriesInTransaction) return false;
  std::vector<Seen> seen = look(statements);
  std::vector<Change> changes;
  auto next = seen.begin();
  for (const auto& [entity, entries] : statements) {
    Change change{
        .entity = entity, .name = name_of(entity), .change = {entity.kind, entries}, .seen = std::move(*next++)};
    change.change.see(change.seen.state, change.seen.versions);
    if (change.change.entries().empty()) continue;
    if (change.change.wants_log()) read_log(change.name, change.change);
    changes.push_back(std::move(change));
  }
  return changes.empty() || store(changes);
}

// Of each entity what is there, in their order.
std::vector<VendorStates::Seen> VendorStates::look(const Statements& statements) {
  Json keys = Json::array();
  std::map<std::string, Seen*, std::less<>> by_name;
  std::map<std::string, domain::EntityKind, std::less<>> kinds;
  std::vector<Seen> all(statements.size());
  auto next = all.begin();
  for (const auto& [entity, entries] : statements) {
    const std::string name = name_of(entity);
    keys.push_back(state_key(name, kStateKey));
    for (const LogEntry& entry : entries) keys.push_back(state_key(name, entry_key(entry)));
    kinds[name] = entity.kind;
    by_name[name] = &*next++;
  }
  get_items(client_, table_, std::move(keys), [&](const Json& item) {
    const std::string name = aws::attribute::get_s(item, "pk");
    Seen& seen = *by_name.at(name);
    if (aws::attribute::get_s(item, "sk") == kStateKey) {
      seen.revision = aws::attribute::get_n(item, "revision");
      if (const auto state = aws::attribute::find_s(item, "state"))
        seen.state = domain::parse_state(kinds.at(name), Json::parse(*state));
    } else {
      seen.versions[{aws::attribute::get_s(item, "eventId"), aws::attribute::get_n(item, "record")}] =
          aws::attribute::get_n(item, "version");
    }
  });
  return all;
}

void VendorStates::read_log(const std::string& name, domain::StateChange& change) {
  Json request{{"TableName", table_},
               {"IndexName", "ByTime"},
               {"KeyConditionExpression", "pk = :name"},
               {"ExpressionAttributeValues", {{":name", s(name)}}},
               {"ScanIndexForward", false},
               {"ConsistentRead", true}};
  read_pages(client_, "Query", std::move(request), [&](const Json& item) { return change.read(to_entry(item)); });
}

bool VendorStates::store(const std::vector<Change>& changes) {
  Json items = Json::array();
  for (const auto& [entity, name, change, seen] : changes) {
    Json item{
        {"pk", s(name)}, {"sk", s(kStateKey)}, {"vendorId", s(entity.vendor_id)}, {"revision", n(seen.revision + 1)}};
    const domain::EntityState state = change.state();
    if (!is_empty(state)) item.set("state", s(to_json(state).dump()));
    const auto revision = seen.revision == 0 ? std::nullopt : std::optional(seen.revision);
    items.push_back(put_if_unchanged(table_, std::move(item), "revision", revision));
    // The look was at one item after the other: what an entry was then is a condition of its own.
    for (const LogEntry& entry : change.entries()) {
      const auto version = seen.versions.find(name_of(entry));
      items.push_back(put_if_unchanged(table_, to_item(name, entry), "version",
                                       version == seen.versions.end() ? std::nullopt : std::optional(version->second)));
    }
  }
  try {
    // Sent again after a lost reply it is refused, and the next look finds it done.
    client_.call(aws::kDynamoDb, "TransactWriteItems", {{"TransactItems", std::move(items)}}, aws::Repeat::kYes);
    return true;
  } catch (const aws::Error& error) {
    if (lost_to_another(error)) return false;
    throw;
  }
}

std::optional<domain::EntityState> VendorStates::find(const domain::Entity& entity) {
  return look({{entity, {}}}).front().state;
}

}  // namespace ports
