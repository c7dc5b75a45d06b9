#include "domain/order_state.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/json.h"
#include "domain/money.h"

// The document:
//   {"state":{...},
//   "orders":[
//   1,
//   2],
//   "users":[
//   1001]}
// The first line is read as JSON, the ids line by line: a day may have millions of them, and a tree of JSON values
// would take many times the memory of the list.

namespace domain {
namespace order_state_detail {

using base::Json;

constexpr std::string_view kFormat = "feedmill-date-state/1";
constexpr std::string_view kHeadBegin = "{\"state\":", kHeadEnd = ",\n\"orders\":[\n";
constexpr std::string_view kBetween = "],\n\"users\":[\n", kEnd = "]}\n";

// At least the bytes that write_ids takes, but for what has to be escaped.
std::size_t measure_ids(const IdList& ids) {
  if (ids.size() == 0) return 0;
  if (ids.profile() == IdProfile::kStr) return ids.text_bytes() + 4 * ids.size();
  return ids.size() * (2 + std::to_string(ids.at(ids.size() - 1).number).size());
}

void write_ids(std::string& out, const IdList& ids) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i > 0) out += ",\n";
    if (ids.profile() == IdProfile::kInt) {
      out += std::to_string(ids.at(i).number);
    } else {
      out += base::quote_json(ids.at(i).text);
    }
  }
}

Json head(const DateState& state) {
  Json categories = Json::object();
  for (const auto& [name, category] : state.categories) {
    categories.mutable_members().emplace_back(name, Json{{"revenue", format_fixed(category.revenue, 4)},
                                                         {"orders", category.orders},
                                                         {"returned", category.returned}});
  }
  Json sets = Json::object();
  for (const auto& [set_id, version] : state.applied_sets) sets.set(set_id, version);
  return {{"format", kFormat},
          {"date", format_day(state.day)},
          {"version", state.version},
          {"ids", name_of(state.orders.profile())},
          {"revenue", format_fixed(state.revenue, 4)},
          {"items", state.items},
          {"returned", state.returned},
          {"categories", categories},
          {"sets", sets}};
}

[[noreturn]] void damaged(std::string_view what) {
  throw DamagedState(fmt::format("the stored state of a date cannot be read: {}", what));
}

base::Int128 read_sum(const Json& object) {
  std::string text = object.at("revenue").as_string();
  if (text.size() < 6 || text[text.size() - 5] != '.') damaged("revenue without four decimals");
  text.erase(text.size() - 5, 1);
  const auto value = parse_integer(text);
  if (!value) damaged("revenue is no number");
  return *value;
}

DateState read_head(std::string_view text) {
  const Json json = Json::parse(text);
  if (json.text("format") != kFormat) damaged(fmt::format("format {} instead of {}", json.text("format"), kFormat));
  const auto day = parse_day(json.at("date").as_string());
  const auto profile = find_id_profile(json.at("ids").as_string());
  if (!day || !profile) damaged("date or ids");
  DateState state{.day = *day,
                  .version = json.at("version").as_int(),
                  .revenue = read_sum(json),
                  .items = json.at("items").as_int(),
                  .returned = json.at("returned").as_int(),
                  .orders = IdList(*profile),
                  .users = IdList(*profile)};
  for (const auto& [name, category] : json.at("categories").members()) {
    state.categories[name] = {.revenue = read_sum(category),
                              .orders = category.at("orders").as_int(),
                              .returned = category.at("returned").as_int()};
  }
  for (const auto& [set_id, version] : json.at("sets").members()) state.applied_sets[set_id] = version.as_int();
  return state;
}

// Cuts off and returns what stands before `mark`, which goes too.
std::string_view take_until(std::string_view& rest, std::string_view mark) {
  const auto at = rest.find(mark);
  if (at == std::string_view::npos) damaged("it is cut off");
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at + mark.size());
  return taken;
}

void read_ids(std::string_view text, IdList& ids) {
  while (!text.empty()) {
    const auto end = text.find(",\n");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    const std::string unquoted = line.starts_with('"') ? Json::parse(line).as_string() : std::string(line);
    const auto id = parse_id(ids.profile(), unquoted);
    if (!id || !ids.append(*id)) damaged("an id that does not belong where it stands");
  }
}

}  // namespace order_state_detail

using namespace order_state_detail;

DateState apply_set(const DateState& earlier, DateState more, const std::string& set_id) {
  if (earlier.applied_sets.contains(set_id)) return earlier;
  if (earlier.version > 0) CHECK(earlier.day == more.day);
  DateState result{.day = more.day,
                   .version = earlier.version + 1,
                   .revenue = earlier.revenue + more.revenue,
                   .items = earlier.items + more.items,
                   .returned = earlier.returned + more.returned,
                   .categories = earlier.categories,
                   .applied_sets = earlier.applied_sets};
  if (earlier.version == 0) {
    result.orders = std::move(more.orders);
    result.users = std::move(more.users);
  } else {
    result.orders = IdList::merge(earlier.orders, more.orders);
    result.users = IdList::merge(earlier.users, more.users);
    // Order ids do not repeat over sets, so counts of distinct orders add.
    CHECK(result.orders.size() == earlier.orders.size() + more.orders.size());
  }
  for (const auto& [name, category] : more.categories) {
    CategoryState& sum = result.categories[name];
    sum.revenue += category.revenue;
    sum.orders += category.orders;
    sum.returned += category.returned;
  }
  result.applied_sets[set_id] = result.version;
  return result;
}

std::string write_date_state(const DateState& state) {
  std::string out(kHeadBegin);
  out += head(state).dump();
  // A day may have millions of ids: once, and not in steps of twice as much.
  out.reserve(out.size() + measure_ids(state.orders) + measure_ids(state.users) + 64);
  out += kHeadEnd;
  write_ids(out, state.orders);
  out += kBetween;
  write_ids(out, state.users);
  out += kEnd;
  return out;
}

DateState read_date_state(std::string_view document) {
  try {
    std::string_view rest = document;
    if (!rest.starts_with(kHeadBegin)) damaged("it begins with something else");
    rest.remove_prefix(kHeadBegin.size());
    DateState state = read_head(take_until(rest, kHeadEnd));
    read_ids(take_until(rest, kBetween), state.orders);
    if (!rest.ends_with(kEnd)) damaged("it is cut off");
    read_ids(rest.substr(0, rest.size() - kEnd.size()), state.users);
    return state;
  } catch (const base::JsonError& error) {
    damaged(error.what());
  }
}

std::string date_state_key(Day day, std::int64_t version) {
  return fmt::format("state/{}/{}.json", format_day(day), version);
}

}  // namespace domain
