#include "emulator/commands/demo_vendor_findings.h"

#include <fmt/format.h>

#include "base/text.h"

namespace emulator {
namespace demo_vendor_findings_detail {

using base::Json;

constexpr int kPage = 5;  // small, so that there are several

Json get_json(const Client& client, const std::string& target) {
  const auto answer = client.send("GET", target, "");
  if (answer.status != 200) throw std::runtime_error(fmt::format("GET {}: {} {}", target, answer.status, answer.body));
  return Json::parse(answer.body);
}

std::size_t count_trail(const Client& client, const std::string& events) {
  std::size_t count = 0;
  for (std::string next;;) {
    const Json page = get_json(
        client, fmt::format("{}?limit={}{}", events, kPage, next.empty() ? "" : "&next=" + base::percent_encode(next)));
    count += page.at("events").size();
    next = page.text("next");
    if (next.empty()) return count;
  }
}

std::string get_referenced(const Client& client, const Json& reference) {
  return client.get_object(reference.text("bucket"), reference.text("key"));
}

std::int64_t outcome_number(const EventFound& event, std::string_view name) {
  const Json* outcome = event.life.find("outcome");
  return outcome && outcome->find(name) ? outcome->at(name).as_int() : 0;
}

std::string say_order(const Json& order) {
  const Json none = Json::object();
  const Json& totals = order.find("totals") ? order.at("totals") : none;
  std::string said = fmt::format("{} {} {}", order.text("status"), totals.text("total"), order.text("currency"));
  for (const char* more : {"refunded", "shipping"}) {
    if (totals.contains(more)) said += fmt::format(", {} {}", more, totals.text(more));
  }
  return said;
}

}  // namespace demo_vendor_findings_detail

using namespace demo_vendor_findings_detail;

std::int64_t EventFound::records() const { return outcome_number(*this, "records"); }
std::int64_t EventFound::contract_version() const { return outcome_number(*this, "contractVersion"); }

std::string VendorFindings::state_of(const std::string& entity) const {
  const auto found = states.find(entity);
  if (found == states.end()) return "";
  const Json* order = found->second.find("order");
  return order ? say_order(*order) : found->second.text("quantity");
}

VendorFindings look(const Client& client, const std::string& api, const std::vector<VendorEvent>& events) {
  VendorFindings findings;
  for (const StoryVendor& vendor : story_vendors())
    findings.in_trails += count_trail(client, fmt::format("{}/v1/vendors/{}/events", api, vendor.name));
  for (const VendorEvent& event : events) {
    EventFound found{.life = get_json(client, fmt::format("{}/v1/vendors/{}/events/{}", api, event.vendor->name,
                                                          base::percent_encode(event.id)))};
    found.raw = get_referenced(client, found.life.at("raw"));
    const Json* outcome = found.life.find("outcome");
    if (outcome && outcome->contains("canonical")) found.envelope = get_referenced(client, outcome->at("canonical"));
    findings.events.push_back(std::move(found));
  }
  for (const Json& item : client.scan("VendorState")) {
    if (item.at("sk").at("S").as_string() == "state" && item.contains("state"))
      findings.states[item.at("pk").at("S").as_string()] = Json::parse(item.at("state").at("S").as_string());
  }
  return findings;
}

}  // namespace emulator
