#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "emulator/commands/demo_vendor_result.h"

// What a demo of vendors' events must have come to. Nobody believes a table that does not check itself.

namespace emulator {
namespace demo_vendor_complaints_detail {

using base::Json;

class Judge {
 public:
  template <class... Arguments>
  void expect(bool condition, fmt::format_string<Arguments...> sentence, Arguments&&... arguments) {
    if (!condition) complaints_.push_back(fmt::format(sentence, std::forward<Arguments>(arguments)...));
  }
  std::vector<std::string> take() { return std::move(complaints_); }

 private:
  std::vector<std::string> complaints_ = {};
};

std::string name_of(const VendorEvent& event) { return event.vendor->name + " " + event.id; }

bool is_upgraded(const VendorEvent& event) {
  return event.vendor->name == story_upgrade().vendor && event.contract == story_upgrade().contract;
}

void judge_answers(const VendorDemo& demo, Judge& judge) {
  std::map<std::size_t, std::string> first;  // ingestId
  for (const auto* deliveries : {&demo.deliveries, &demo.once_more}) {
    for (const Delivery& delivery : *deliveries) {
      const bool is_first = first.emplace(delivery.event, delivery.body.text("ingestId")).second;
      judge.expect(delivery.status == 202 && delivery.again != is_first &&
                       delivery.body.text("ingestId") == first[delivery.event],
                   "{} was answered with {}{} and {}", name_of(demo.events[delivery.event]), delivery.status,
                   delivery.again ? " again" : "", delivery.body.dump());
    }
  }
  judge.expect(demo.conflict.status == 409, "other bytes under an id were answered with {}", demo.conflict.status);
  judge.expect(demo.refusal.status == 400, "garbage without an id was answered with {}", demo.refusal.status);
}

void judge_event(const VendorDemo& demo, std::size_t i, Judge& judge) {
  const VendorEvent& event = demo.events[i];
  const EventFound &before = demo.before.events[i], &after = demo.after.events[i];
  const std::string name = name_of(event);
  judge.expect(before.raw == event.body && after.raw == event.body, "the bytes of {} were not kept", name);
  judge.expect(before.status() == (event.breach ? "QUARANTINED" : "NORMALIZED"), "{} is {}", name, before.status());
  const std::vector<Json> found = violations_of(before);
  if (event.breach) {
    const bool same =
        found.size() == 1 && found[0].text("path") == event.breach->path && found[0].text("rule") == event.breach->rule;
    judge.expect(same, "{} was set aside for {}", name, Json(Json::Array(found)).dump());
  }
  if (is_upgraded(event)) {
    judge.expect(demo.is_changed(i) && after.status() == "NORMALIZED" && after.contract_version() == story_upgrade().to,
                 "{} is {} by version {} after the backfill", name, after.status(), after.contract_version());
  } else {
    judge.expect(!demo.is_changed(i) && before.status() == after.status() &&
                     before.contract_version() == after.contract_version(),
                 "the backfill has changed {}", name);
  }
}

void judge_states(const VendorDemo& demo, Judge& judge) {
  for (const StorySubject& subject : story_subjects()) {
    const std::string before = demo.before.state_of(subject.entity), after = demo.after.state_of(subject.entity);
    const std::string& expected = subject.after_backfill.empty() ? subject.ends_as : subject.after_backfill;
    judge.expect(before == subject.ends_as, "{}, {}: \"{}\" before the backfill, not \"{}\"", subject.vendor,
                 subject.name, before, subject.ends_as);
    judge.expect(after == expected, "{}, {}: \"{}\" after the backfill, not \"{}\"", subject.vendor, subject.name,
                 after, expected);
  }
  for (const auto& [entity, state] : demo.before.states) {
    const auto subject = std::ranges::find(story_subjects(), entity, &StorySubject::entity);
    if (subject != story_subjects().end() && !subject->after_backfill.empty()) continue;
    const auto after = demo.after.states.find(entity);
    judge.expect(after != demo.after.states.end() && after->second.dump() == state.dump(),
                 "the backfill has changed the state of {}", entity);
  }
}

}  // namespace demo_vendor_complaints_detail

using namespace demo_vendor_complaints_detail;

std::vector<std::string> VendorDemo::complaints() const {
  Judge judge;
  judge_answers(*this, judge);
  judge.expect(before.in_trails == events.size(), "the audit trails list {} events, not {}", before.in_trails,
               events.size());
  std::size_t of_vendor = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    judge_event(*this, i, judge);
    of_vendor += events[i].vendor->name == story_upgrade().vendor;
  }
  judge_states(*this, judge);
  judge.expect(backfill.text("state") == "COMPLETED" && backfill.at("emitted") == Json(of_vendor), "the backfill is {}",
               backfill.dump());
  return judge.take();
}

}  // namespace emulator
