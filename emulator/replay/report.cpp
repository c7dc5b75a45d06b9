#include "emulator/replay/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"

namespace replay {
namespace report_detail {

using base::Json;

constexpr int kMostOfOneRule = 6;  // fifty answers that are wrong in the same way must not hide the rule of the table
constexpr std::size_t kMostCharacters = 600;

std::string_view word_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed:
      return "passed";
    case Outcome::kMismatch:
      return "MISMATCH";
    case Outcome::kBadCase:
      return "BAD CASE";
    case Outcome::kHarness:
      return "NOT RUN";
    case Outcome::kNotDeterministic:
      return "NOT DETERMINISTIC";
    case Outcome::kNotQuiescent:
      return "NOT QUIESCENT";
    case Outcome::kPersonalData:
      return "PERSONAL DATA";
  }
  return "";
}

// Two long texts differ somewhere: what is before that is left out.
std::string_view around(std::string_view text, std::size_t first) {
  const std::size_t from = first > 60 ? first - 60 : 0;
  return text.substr(std::min(from, text.size()), kMostCharacters);
}

std::string shown(const std::string& text, std::size_t first) {
  if (text.empty()) return "(nothing)";
  if (text.size() <= kMostCharacters) return text;
  return fmt::format("{}{} ({} characters)", first > 60 ? "… " : "", around(text, first), text.size());
}

std::string details(const Result& result) {
  std::string text = result.description.empty() ? "" : fmt::format("  shows     {}\n", result.description);
  if (!result.sentence.empty()) text += "  " + result.sentence + "\n";
  std::map<std::string_view, int> of_rule;
  std::size_t left_out = 0;
  for (const Difference& difference : result.differences) {
    if (++of_rule[difference.rule] > kMostOfOneRule) {
      ++left_out;
      continue;
    }
    const auto [a, b] = std::ranges::mismatch(difference.expected, difference.actual);
    const auto first = static_cast<std::size_t>(a - difference.expected.begin());
    text += fmt::format("  {}\n", difference.path);
    if (!difference.rule.empty()) text += fmt::format("    rule      {}\n", difference.rule);
    text += fmt::format("    expected  {}{}\n", difference.wanted.empty() ? "" : difference.wanted + ", like ",
                        shown(difference.expected, first));
    text += fmt::format("    actual    {}\n", shown(difference.actual, first));
  }
  if (left_out > 0) text += fmt::format("  … and {} more\n", left_out);
  return text;
}

long passed(const std::vector<Result>& results) {
  return std::ranges::count(results, Outcome::kPassed, &Result::outcome);
}

}  // namespace report_detail

using namespace report_detail;

Json to_json(const Result& result) {
  Json differences = Json::array();
  for (const Difference& d : result.differences) {
    differences.push_back(
        {{"path", d.path}, {"expected", d.expected}, {"actual", d.actual}, {"wanted", d.wanted}, {"rule", d.rule}});
  }
  return {{"name", result.name},
          {"file", result.file},
          {"description", result.description},
          {"outcome", int(result.outcome)},
          {"sentence", result.sentence},
          {"differences", differences},
          {"seconds", result.seconds}};
}

Result result_from(const Json& json) {
  Result result{.name = json.text("name"),
                .file = json.text("file"),
                .description = json.text("description"),
                .outcome = Outcome(json.at("outcome").as_int()),
                .sentence = json.text("sentence"),
                .seconds = json.at("seconds").as_double()};
  for (const Json& d : json.at("differences").elements()) {
    result.differences.push_back({.path = d.text("path"),
                                  .expected = d.text("expected"),
                                  .actual = d.text("actual"),
                                  .wanted = d.text("wanted"),
                                  .rule = d.text("rule")});
  }
  return result;
}

std::string to_text(const std::vector<Result>& results) {
  std::string text;
  double seconds = 0;
  for (const Result& result : results) {
    seconds += result.seconds;
    if (result.outcome == Outcome::kPassed) continue;
    text += fmt::format("{}: {} ({})\n{}", result.name, word_of(result.outcome), result.file, details(result));
  }
  return text + fmt::format("{} of {} cases passed in {:.2f} s\n", passed(results), results.size(), seconds);
}

std::string to_junit(const std::vector<Result>& results) {
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"feedmill replay\" tests=\"{}\" "
      "failures=\"{}\" errors=\"{}\">\n",
      results.size(), std::ranges::count(results, Outcome::kMismatch, &Result::outcome),
      std::ranges::count_if(results, [](const Result& r) { return r.outcome > Outcome::kMismatch; }));
  for (const Result& result : results) {
    const auto slash = result.name.find('/');
    text += fmt::format("<testcase classname=\"{}\" name=\"{}\" file=\"{}\" time=\"{:.3f}\"",
                        base::escape_xml(result.name.substr(0, slash)),
                        base::escape_xml(slash == std::string::npos ? result.name : result.name.substr(slash + 1)),
                        base::escape_xml(result.file), result.seconds);
    if (result.outcome == Outcome::kPassed) {
      text += "/>\n";
      continue;
    }
    const std::string_view element = result.outcome == Outcome::kMismatch ? "failure" : "error";
    text += fmt::format(">\n<{0} message=\"{1}\">{2}</{0}>\n</testcase>\n", element, word_of(result.outcome),
                        base::escape_xml(details(result)));
  }
  return text + "</testsuite>\n</testsuites>\n";
}

std::string to_tap(const std::vector<Result>& results) {
  std::string text = fmt::format("TAP version 13\n1..{}\n", results.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Result& result = results[i];
    text += fmt::format("{}ok {} - {}\n", result.outcome == Outcome::kPassed ? "" : "not ", i + 1, result.name);
    if (result.outcome == Outcome::kPassed) continue;
    const std::string said = fmt::format("{}\n{}", word_of(result.outcome), details(result));
    for (const std::string_view line : base::split(said, '\n')) {
      if (!line.empty()) text += fmt::format("# {}\n", line);
    }
  }
  return text;
}

int exit_status(const std::vector<Result>& results) {
  const auto worst = std::ranges::max_element(results, {}, &Result::outcome);
  return worst == results.end() ? 0 : int(worst->outcome);
}

}  // namespace replay
