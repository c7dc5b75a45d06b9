#include "emulator/commands/demo_vendor_result.h"

#include <algorithm>

namespace emulator {
namespace demo_vendor_result_detail {

using base::Json;

Json outcome(const VendorCounts::Outcome& outcome) {
  return {{"normalized", outcome.normalized}, {"setAside", outcome.set_aside}, {"records", outcome.records}};
}

Json request(const VendorDemo& demo, const Delivery& delivery) {
  const VendorEvent& event = demo.events[delivery.event];
  return {
      {"at", delivery.at},  {"vendor", event.vendor->name}, {"event", event.id},      {"subject", event.subject->name},
      {"step", event.step}, {"status", delivery.status},    {"again", delivery.again}};
}

Json vendors(const VendorDemo& demo) {
  Json rows = Json::array();
  for (const StoryVendor& vendor : story_vendors()) {
    const VendorCounts counts = count(demo, vendor);
    rows.push_back({{"vendor", vendor.name},
                    {"system", vendor.system},
                    {"requests", counts.requests},
                    {"accepted", counts.accepted},
                    {"again", counts.again},
                    {"refused", counts.refused},
                    {"before", outcome(counts.before)},
                    {"after", outcome(counts.after)},
                    {"changed", counts.changed}});
  }
  return rows;
}

Json subjects(const VendorDemo& demo) {
  Json rows = Json::array();
  for (const StorySubject& subject : story_subjects()) {
    Json arrived = Json::array();
    for (const int step : demo.arrival_of(subject)) arrived.push_back(step);
    rows.push_back({{"vendor", subject.vendor},
                    {"subject", subject.name},
                    {"arrived", arrived},
                    {"before", demo.before.state_of(subject.entity)},
                    {"after", demo.after.state_of(subject.entity)}});
  }
  return rows;
}

Json violations(const VendorDemo& demo) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < demo.events.size(); ++i) {
    for (const Json& violation : violations_of(demo.before.events[i])) {
      Json row{{"vendor", demo.events[i].vendor->name},
               {"event", demo.events[i].id},
               {"contract", demo.events[i].contract},
               {"version", demo.before.events[i].contract_version()}};
      for (const auto& [name, value] : violation.members()) row.set(name, value);
      row.set("after", demo.after.events[i].status());
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

Json upgrade(const VendorDemo& demo) {
  Json changed = Json::array();
  for (std::size_t i = 0; i < demo.events.size(); ++i) {
    if (demo.is_changed(i))
      changed.push_back({{"vendor", demo.events[i].vendor->name},
                         {"event", demo.events[i].id},
                         {"from", demo.before.events[i].contract_version()},
                         {"to", demo.after.events[i].contract_version()},
                         {"status", demo.after.events[i].status()}});
  }
  const StoryUpgrade& story = story_upgrade();
  return {{"contract", story.contract},
          {"from", story.from},
          {"to", story.to},
          {"function", "normalize"},
          {"onceMore", demo.once_more.size()},
          {"backfill", demo.backfill},
          {"changed", std::move(changed)}};
}

}  // namespace demo_vendor_result_detail

using namespace demo_vendor_result_detail;

std::vector<int> VendorDemo::arrival_of(const StorySubject& subject) const {
  std::vector<int> steps;
  for (const Delivery& delivery : deliveries) {
    const VendorEvent& event = events[delivery.event];
    if (event.subject == &subject && std::ranges::find(steps, event.step) == steps.end()) steps.push_back(event.step);
  }
  return steps;
}

bool VendorDemo::is_changed(std::size_t event) const {
  return before.events[event].envelope != after.events[event].envelope;
}

VendorCounts count(const VendorDemo& demo, const StoryVendor& vendor) {
  VendorCounts counts;
  const auto add = [&](const Delivery& delivery) {
    if (demo.events[delivery.event].vendor != &vendor) return;
    ++counts.requests;
    ++(delivery.status != 202 ? counts.refused : delivery.again ? counts.again : counts.accepted);
  };
  for (const auto* deliveries : {&demo.deliveries, &demo.once_more}) std::ranges::for_each(*deliveries, add);
  add(demo.conflict);
  add(demo.refusal);
  const auto add_outcome = [](VendorCounts::Outcome& outcome, const EventFound& event) {
    outcome.normalized += event.status() == "NORMALIZED";
    outcome.set_aside += event.status() == "QUARANTINED";
    outcome.records += event.records();
  };
  for (std::size_t i = 0; i < demo.events.size(); ++i) {
    if (demo.events[i].vendor != &vendor) continue;
    add_outcome(counts.before, demo.before.events[i]);
    add_outcome(counts.after, demo.after.events[i]);
    counts.changed += demo.is_changed(i);
  }
  return counts;
}

VendorCounts& VendorCounts::operator+=(const VendorCounts& other) {
  const auto add = [](Outcome& to, const Outcome& more) {
    to.normalized += more.normalized;
    to.set_aside += more.set_aside;
    to.records += more.records;
  };
  requests += other.requests;
  accepted += other.accepted;
  again += other.again;
  refused += other.refused;
  add(before, other.before);
  add(after, other.after);
  changed += other.changed;
  return *this;
}

std::vector<Json> violations_of(const EventFound& event) {
  const Json* outcome = event.life.find("outcome");
  const Json* violations = outcome ? outcome->find("violations") : nullptr;
  if (!violations) return {};
  return {violations->elements().begin(), violations->elements().end()};
}

Json VendorDemo::document() const {
  Json requests = Json::array();
  for (const Delivery& delivery : deliveries) requests.push_back(request(*this, delivery));
  Json wrong = Json::array();
  for (std::string& complaint : complaints()) wrong.push_back(std::move(complaint));
  return {{"seed", seed},
          {"requests", std::move(requests)},
          {"vendors", vendors(*this)},
          {"subjects", subjects(*this)},
          {"refused", Json::array({conflict.body, refusal.body})},
          {"violations", violations(*this)},
          {"upgrade", upgrade(*this)},
          {"complaints", std::move(wrong)}};
}

}  // namespace emulator
