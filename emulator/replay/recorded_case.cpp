#include "emulator/replay/recorded_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/check.h"
#include "base/text.h"

namespace replay {
namespace recorded_case_detail {

using base::Json;

constexpr std::size_t kLongestName = 48;

// "POST /v1/vendors/acme/events", "s3 orders/a.csv": an input in a few words.
std::string told(const Json& input) {
  const auto& [kind, content] = input.members().front();
  if (kind == "http") {
    const std::string path = content.text("path");
    return fmt::format("{} {}", content.text("method"), path.substr(0, path.find('?')));
  }
  for (const std::string_view member : {"key", "queue", "topic", "detailType", "function", "stateMachine", "target"}) {
    if (content.contains(member)) return fmt::format("{} {}", kind, content.text(member));
  }
  return kind;
}

// Lower-case letters, digits and single dashes.
std::string slug(const std::string& text) {
  std::string made;
  for (const char c : text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 && static_cast<unsigned char>(c) < 0x80;
    if (plain) {
      made += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!made.empty() && made.back() != '-') {
      made += '-';
    }
  }
  made.resize(std::min(made.size(), kLongestName));
  while (made.ends_with('-')) made.pop_back();
  return made;
}

Json listed(const std::vector<Redacted>& redacted) {
  Json list = Json::array();
  for (const Redacted& one : redacted) {
    list.push_back({{"path", one.path}, {"rule", one.rule}, {"places", one.places}});
  }
  return list;
}

// The clock starts at a whole millisecond: a case says no more of a time.
base::TimePoint whole_millisecond(base::TimePoint time) { return base::from_epoch_millis(base::to_epoch_millis(time)); }

// 20, or 0.125.
Json seconds_of(base::Duration duration) {
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
  return millis % 1000 == 0 ? Json(millis / 1000) : Json(double(millis) / 1000);
}

}  // namespace recorded_case_detail

using namespace recorded_case_detail;

void RecordedCase::add(std::uint64_t order, base::TimePoint time, base::Json input, int status) {
  inputs_[order] = {.time = whole_millisecond(time), .input = std::move(input), .status = status};
}

void RecordedCase::leave_out(const std::string& what) { left_out_.insert(what); }

void RecordedCase::remove(std::size_t index) {
  CHECK(index < inputs_.size());
  inputs_.erase(std::next(inputs_.begin(), std::ptrdiff_t(index)));
}

RecordedCase::Document RecordedCase::document(const Redactions& redactions) const {
  CHECK(!empty());
  const base::TimePoint start = inputs_.begin()->second.time;
  Json inputs = Json::array(), answers = Json::array();
  for (const auto& [order, arrival] : inputs_) {
    inputs.push_back(arrival.input);
    answers.push_back(arrival.status);
  }
  Json parameters = Json::object();
  for (const auto& [name, value] : world_.parameters) parameters.set(name, value);
  const std::vector<Redacted> redacted = redact(redactions, inputs, parameters);
  auto arrival = inputs_.begin();
  base::TimePoint time = start;
  for (Json& input : inputs.mutable_elements()) {
    time = std::max(time, (arrival++)->second.time);  // a system's clock may be set back
    Json timed = {{"at", seconds_of(time - start)}};
    for (auto& [kind, content] : input.mutable_members()) timed.set(kind, std::move(content));
    input = std::move(timed);
  }
  Json first = inputs.at(0);
  first.erase("at");
  const std::string more = size() > 1 ? fmt::format(" and {} more", size() - 1) : std::string();
  Json recorded = {{"at", base::format_iso8601(start)}, {"from", world_.from}, {"redactions", listed(redacted)}};
  if (inputs_.begin()->second.status != 0) recorded.set("answers", std::move(answers));
  Json left_out = Json::array();
  for (const std::string& what : left_out_) left_out.push_back(what);
  if (!left_out.empty()) recorded.set("leftOut", std::move(left_out));
  Json environment = {{"clock", base::format_iso8601(start)}, {"seed", world_.seed}};
  if (!parameters.empty()) environment.set("parameters", std::move(parameters));
  Document made{.json = {{"description", fmt::format("recorded: {}{}", told(first), more)},
                         {"recorded", std::move(recorded)},
                         {"environment", std::move(environment)},
                         {"inputs", std::move(inputs)}}};
  if (!redactions.allow.empty()) {
    Json allow = Json::array();
    for (const std::string& text : redactions.allow) allow.push_back(text);
    made.json.set("personalData", {{"allow", std::move(allow)}});
  }
  made.name = fmt::format("{}-{}", base::format_amz_date(start), slug(told(first)));
  made.people = find_personal_data(made.json, redactions.allow);
  return made;
}

}  // namespace replay
