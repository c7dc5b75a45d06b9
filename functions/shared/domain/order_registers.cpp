#include "domain/order_registers.h"

namespace domain {
namespace order_registers_detail {

using base::Json;

constexpr std::string_view kTotals = "totals.";

}  // namespace order_registers_detail

using namespace order_registers_detail;

void OrderRegisters::add(const EventKey& key, const Json& record) {
  if (const Json* complete = record.find("complete");
      complete && complete->as_bool() && (!cleared_ || key > *cleared_)) {
    cleared_ = key;
    std::erase_if(fields_, [&](const auto& field) { return field.second.key <= key; });
  }
  if (cleared_ && key < *cleared_) return;
  for (const auto& [name, value] : record.members()) {
    if (name == "complete" || name == "sequence") continue;
    if (name != "totals") {
      set(name, key, value);
    } else {
      for (const auto& [total, amount] : value.members()) set(std::string(kTotals) + total, key, amount);
    }
  }
}

void OrderRegisters::set(const std::string& field, const EventKey& key, const Json& value) {
  const auto [at, is_new] = fields_.try_emplace(field, Register{key, value});
  if (!is_new && key > at->second.key) at->second = {key, value};
}

Json OrderRegisters::order() const {
  Json order = Json::object();
  for (const auto& [name, field] : fields_) {
    if (name.starts_with(kTotals)) {
      order["totals"].set(name.substr(kTotals.size()), field.value);
    } else {
      order.set(name, field.value);
    }
  }
  return order;
}

Json to_json(const OrderRegisters& registers) {
  std::map<EventKey, std::size_t> numbers;
  Json events = Json::array(), fields = Json::object();
  for (const auto& [name, field] : registers.fields_) {
    const auto [known, is_new] = numbers.try_emplace(field.key, numbers.size());
    if (is_new) events.push_back(to_json(field.key));
    fields.set(name, known->second);
  }
  Json json{{"order", registers.order()}, {"events", std::move(events)}, {"fields", std::move(fields)}};
  if (registers.cleared_) json.set("cleared", to_json(*registers.cleared_));
  return json;
}

OrderRegisters OrderRegisters::parse(const Json& json) {
  OrderRegisters registers;
  const Json& order = json.at("order");
  for (const auto& [name, number] : json.at("fields").members()) {
    const bool is_total = name.starts_with(kTotals);
    const Json& value = is_total ? order.at("totals").at(name.substr(kTotals.size())) : order.at(name);
    const Json& key = json.at("events").at(static_cast<std::size_t>(number.as_int()));
    registers.fields_.emplace(name, Register{parse_event_key(key), value});
  }
  if (const Json* cleared = json.find("cleared")) registers.cleared_ = parse_event_key(*cleared);
  return registers;
}

}  // namespace domain
