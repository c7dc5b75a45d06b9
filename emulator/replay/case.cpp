#include "emulator/replay/case.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/text.h"

namespace replay {
namespace case_detail {

using base::Json;

// Reads members and remembers where: every complaint names the place, and a member nobody asked for is one.
class Reader {
 public:
  Reader(const Json& json, std::string path, std::initializer_list<std::string_view> known)
      : json_(json), path_(std::move(path)) {
    if (!json.is_object()) throw CaseError(path_, fmt::format("is {}, must be an object", json.kind_name()));
    for (const auto& [name, value] : json.members()) {
      if (std::ranges::find(known, name) != known.end()) continue;
      throw CaseError(path_ + "/" + name, fmt::format("is not known here; there may be: {}",
                                                      fmt::join(std::vector<std::string_view>(known), ", ")));
    }
  }
  const Json* find(std::string_view name) const { return json_.find(name); }
  std::string path_of(std::string_view name) const { return path_ + "/" + std::string(name); }

  std::string text(std::string_view name, std::optional<std::string> otherwise = {}) const {
    const Json* found = find(name);
    if (!found && otherwise) return *otherwise;
    if (!found) throw CaseError(path_of(name), "is missing");
    if (!found->is_string()) throw CaseError(path_of(name), "must be a text");
    return found->as_string();
  }
  std::optional<base::TimePoint> time(std::string_view name) const {
    if (!find(name)) return std::nullopt;
    const auto parsed = base::parse_iso8601(text(name));
    if (!parsed) throw CaseError(path_of(name), "must be a time like 2026-01-02T00:00:00Z");
    return parsed;
  }
  double number(std::string_view name, double otherwise) const {
    const Json* found = find(name);
    if (!found) return otherwise;
    if (!found->is_number()) throw CaseError(path_of(name), "must be a number");
    return found->as_double();
  }
  // The elements of a list; none where it is absent.
  std::span<const Json> list(std::string_view name) const {
    const Json* found = find(name);
    if (!found) return {};
    if (!found->is_array()) throw CaseError(path_of(name), "must be a list");
    return found->elements();
  }
  Json object(std::string_view name) const {
    const Json* found = find(name);
    if (!found) return Json::object();
    if (!found->is_object()) throw CaseError(path_of(name), "must be an object");
    return *found;
  }

 private:
  const Json& json_;
  std::string path_ = {};
};

constexpr std::array<std::string_view, 8> kInputKinds = {"http",   "s3",     "sqs",    "sns",
                                                         "events", "invoke", "states", "call"};

Input parse_input(const Json& json, const std::string& path) {
  const Reader in(json, path, {"at", "times", "http", "s3", "sqs", "sns", "events", "invoke", "states", "call"});
  Input input{.at = std::chrono::duration_cast<base::Duration>(std::chrono::duration<double>(in.number("at", 0))),
              .times = int(in.number("times", 1))};
  if (input.at < base::Duration::zero()) throw CaseError(path + "/at", "must not be negative");
  if (input.times < 1 || input.times > 10'000) throw CaseError(path + "/times", "must be from 1 to 10000");
  for (const std::string_view kind : kInputKinds) {
    const Json* body = in.find(kind);
    if (!body) continue;
    if (!input.kind.empty()) throw CaseError(path, fmt::format("is both '{}' and '{}'", input.kind, kind));
    if (!body->is_object()) throw CaseError(in.path_of(kind), "must be an object");
    input.kind = kind;
    input.body = *body;
  }
  if (input.kind.empty()) {
    throw CaseError(path, fmt::format("says nothing that comes in; one of: {}", fmt::join(kInputKinds, ", ")));
  }
  return input;
}

Rule parse_rule(const Json& json, const std::string& path) {
  constexpr std::array<std::pair<std::string_view, Rule::Kind>, 7> kRules = {{{"any", Rule::Kind::kAny},
                                                                              {"uuid", Rule::Kind::kUuid},
                                                                              {"ulid", Rule::Kind::kUlid},
                                                                              {"time", Rule::Kind::kTime},
                                                                              {"decimal", Rule::Kind::kDecimal},
                                                                              {"set", Rule::Kind::kSet},
                                                                              {"bind", Rule::Kind::kBind}}};
  const Reader in(json, path, {"path", "rule"});
  const std::string name = in.text("rule");
  const auto found = std::ranges::find(kRules, name, [](const auto& rule) { return rule.first; });
  if (found == kRules.end()) {
    throw CaseError(in.path_of("rule"), "is not one of any, uuid, ulid, time, decimal, set, bind");
  }
  Rule rule{.path = in.text("path"), .kind = found->second};
  if (!rule.path.starts_with('/')) throw CaseError(in.path_of("path"), "must be a JSON Pointer into /expect");
  return rule;
}

void read_environment(Case& made, const Json& document) {
  const Json* found = document.find("environment");
  if (!found) throw CaseError("/environment", "is missing: it says when the clock starts");
  const Reader in(*found, "/environment", {"clock", "until", "seed", "parameters", "faults"});
  const auto start = in.time("clock");
  if (!start) throw CaseError("/environment/clock", "is missing");
  made.start = *start;
  made.until = in.time("until");
  if (made.until && *made.until < made.start) throw CaseError("/environment/until", "is before the clock's start");
  if (const Json* seed = in.find("seed")) {
    if (!seed->is_integer() || seed->as_double() < 0) throw CaseError("/environment/seed", "must be a whole number");
    made.seed = seed->as_unsigned();
  }
  const Json parameters = in.object("parameters");
  for (const auto& [name, value] : parameters.members()) {
    made.parameters[name] = value.is_string() ? value.as_string() : value.dump();
  }
  made.faults = Json::array();
  for (const Json& fault : in.list("faults")) made.faults.push_back(fault);
}

void read_mocks(Case& made, const Reader& in) {
  made.mocks = in.object("mocks");
  for (const auto& [function, answers] : made.mocks.members()) {
    const std::string path = "/mocks/" + function;
    if (!answers.is_array()) throw CaseError(path, "must be a list of answers, one for each invocation");
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const Reader answer(answers.at(i), fmt::format("{}/{}", path, i), {"result", "error"});
      if (bool(answer.find("result")) == bool(answer.find("error"))) {
        throw CaseError(fmt::format("{}/{}", path, i), "must have either 'result' or 'error'");
      }
    }
  }
}

void check_expectations(const Case& made) {
  for (const auto& [section, value] : made.expect.members()) {
    if (std::ranges::find(kSections, section) != kSections.end()) continue;
    throw CaseError("/expect/" + section, fmt::format("is not a section; there are: {}", fmt::join(kSections, ", ")));
  }
  for (const std::string& section : made.ignore) {
    if (std::ranges::find(kSections, section) == kSections.end()) throw CaseError("/ignore", section + ": no section");
    if (made.expect.contains(section)) throw CaseError("/ignore", section + " is expected and ignored");
  }
}

}  // namespace case_detail

using namespace case_detail;

const std::vector<std::string_view> kSections = {"responses", "invocations", "s3", "dynamodb", "sqs", "bus", "sns"};

Case parse_case(const std::string& file, std::string_view text) {
  constexpr std::string_view kSuffix = ".case.json";
  const std::filesystem::path path(file);
  Case made{.file = file, .suite = path.parent_path().filename().string(), .id = path.filename().string()};
  if (made.id.ends_with(kSuffix)) made.id.resize(made.id.size() - kSuffix.size());
  try {
    made.document = Json::parse(text);
  } catch (const base::JsonError& error) {
    throw CaseError("", error.what());
  }
  const Reader in(made.document, "",
                  {"description", "recorded", "environment", "given", "inputs", "mocks", "expect", "ignore", "compare",
                   "reasons", "personalData"});
  made.description = in.text("description");
  if (const Json* recorded = in.find("recorded")) {
    const Reader about(*recorded, "/recorded", {"at", "from", "redactions", "answers", "leftOut"});
    about.time("at");
    about.text("from", "");
    for (const Json& status : about.list("answers")) {
      if (!status.is_integer()) throw CaseError("/recorded/answers", "must be a list of HTTP statuses");
      made.recorded_answers.push_back(int(status.as_int()));
    }
  }
  read_environment(made, made.document);
  made.given = in.object("given");
  const Reader given(made.given, "/given", {"s3", "dynamodb", "sqs"});
  const auto inputs = in.list("inputs");
  if (inputs.empty()) throw CaseError("/inputs", "must hold what comes in");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    made.inputs.push_back(parse_input(inputs[i], fmt::format("/inputs/{}", i)));
    if (i > 0 && made.inputs[i].at < made.inputs[i - 1].at) {
      throw CaseError(fmt::format("/inputs/{}/at", i), "is earlier than the input before it");
    }
  }
  read_mocks(made, in);
  made.expect = in.object("expect");
  for (const Json& section : in.list("ignore")) made.ignore.push_back(section.is_string() ? section.as_string() : "");
  check_expectations(made);
  const auto rules = in.list("compare");
  for (std::size_t i = 0; i < rules.size(); ++i) {
    made.rules.push_back(parse_rule(rules[i], fmt::format("/compare/{}", i)));
  }
  const auto reasons = in.list("reasons");
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    const Reader reason(reasons[i], fmt::format("/reasons/{}", i), {"path", "rule"});
    made.reasons.push_back({.path = reason.text("path"), .rule = reason.text("rule")});
  }
  if (const Json* personal = in.find("personalData")) {
    const Reader allowed(*personal, "/personalData", {"allow"});
    for (const Json& text_allowed : allowed.list("allow")) {
      if (!text_allowed.is_string()) throw CaseError("/personalData/allow", "must be a list of texts");
      made.allowed_personal_data.push_back(text_allowed.as_string());
    }
  }
  return made;
}

std::vector<std::string> parse_pointer(std::string_view pointer) {
  std::vector<std::string> segments;
  if (pointer.starts_with('/')) pointer.remove_prefix(1);
  if (pointer.empty()) return segments;
  for (const std::string_view part : base::split(pointer, '/')) {
    segments.push_back(base::replace_all(base::replace_all(std::string(part), "~1", "/"), "~0", "~"));
  }
  return segments;
}

bool fits(std::string_view pattern, const std::vector<std::string>& place, Fit fit) {
  const std::vector<std::string> wanted = parse_pointer(pattern);
  if (fit == Fit::kExactly ? wanted.size() != place.size() : wanted.size() > place.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] != "*" && wanted[i] != place[i]) return false;
  }
  return true;
}

std::string to_pointer(const std::vector<std::string>& place) {
  std::string pointer;
  for (const std::string& segment : place) {
    pointer += "/" + base::replace_all(base::replace_all(segment, "~", "~0"), "/", "~1");
  }
  return pointer;
}

}  // namespace replay
