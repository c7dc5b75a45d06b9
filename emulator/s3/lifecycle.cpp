#include "emulator/s3/lifecycle.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/s3/errors.h"
#include "emulator/s3/xml.h"

namespace s3 {
namespace lifecycle_detail {

constexpr std::size_t kMostRules = 1000;
constexpr std::size_t kMostIdBytes = 255;

int parse_days(const xml::Element& element, std::string_view name, std::string_view action) {
  const std::string text = element.text_of(name);
  const auto days = base::parse_int(text);
  if (!days || *days > 1'000'000) throw malformed_xml();
  if (*days <= 0) {
    throw invalid_argument(fmt::format("'{}' for {} action must be a positive integer", name, action), name, text);
  }
  return static_cast<int>(*days);
}

std::string parse_prefix(const xml::Element& rule) {
  const xml::Element* filter = rule.find("Filter");
  if (!filter) {
    if (!rule.find("Prefix")) throw malformed_xml();
    return rule.text_of("Prefix");
  }
  if (rule.find("Prefix")) throw malformed_xml();
  for (const xml::Element& part : filter->children) {
    if (part.name != "Prefix") throw not_supported("A lifecycle rule's Filter by " + part.name);
  }
  return filter->text_of("Prefix");
}

LifecycleRule parse_rule(const xml::Element& element, const std::string& default_id) {
  for (const char* name : {"Transition", "NoncurrentVersionExpiration", "NoncurrentVersionTransition"}) {
    if (element.find(name)) throw not_supported(fmt::format("A lifecycle rule's {}", name));
  }
  xml::require_known(element, {"ID", "Status", "Prefix", "Filter", "Expiration", "AbortIncompleteMultipartUpload"});
  LifecycleRule rule{.id = element.text_of("ID"), .prefix = parse_prefix(element)};
  if (rule.id.empty()) rule.id = default_id;
  if (rule.id.size() > kMostIdBytes) {
    throw invalid_argument("ID length should not exceed allowed limit of 255", "ID", rule.id);
  }
  const std::string status = element.text_of("Status");
  if (status != "Enabled" && status != "Disabled") throw malformed_xml();
  rule.enabled = status == "Enabled";
  if (const xml::Element* expiration = element.find("Expiration")) {
    for (const xml::Element& part : expiration->children) {
      if (part.name != "Days") throw not_supported("A lifecycle rule's Expiration by " + part.name);
    }
    rule.expiration_days = parse_days(*expiration, "Days", "Expiration");
  }
  if (const xml::Element* abort = element.find("AbortIncompleteMultipartUpload")) {
    rule.abort_multipart_days = parse_days(*abort, "DaysAfterInitiation", "AbortIncompleteMultipartUpload");
  }
  if (!rule.expiration_days && !rule.abort_multipart_days) {
    throw Fault("InvalidRequest", 400, "At least one action needs to be specified in a rule.");
  }
  return rule;
}

}  // namespace lifecycle_detail

using std::chrono::days;

base::TimePoint next_midnight(base::TimePoint time) { return std::chrono::floor<days>(time) + days(1); }

base::TimePoint expiry_of(base::TimePoint made, int count) { return std::chrono::ceil<days>(made + days(count)); }

std::optional<Expiry> find_expiry(const std::vector<LifecycleRule>& rules, std::string_view key,
                                  base::TimePoint last_modified) {
  std::optional<Expiry> first;
  for (const LifecycleRule& rule : rules) {
    if (!rule.enabled || !rule.expiration_days || !key.starts_with(rule.prefix)) continue;
    const base::TimePoint time = expiry_of(last_modified, *rule.expiration_days);
    if (!first || time < first->time) first = Expiry{time, rule.id};
  }
  return first;
}

std::vector<LifecycleRule> parse_lifecycle(std::string_view document, std::string_view default_id) {
  const xml::Element root = xml::parse(document, "LifecycleConfiguration");
  std::vector<LifecycleRule> rules;
  for (const xml::Element& element : root.children) {
    if (element.name != "Rule") throw malformed_xml();
    rules.push_back(lifecycle_detail::parse_rule(
        element, fmt::format("{}{}", default_id, rules.empty() ? "" : std::to_string(rules.size()))));
    const auto same = std::ranges::count(rules, rules.back().id, &LifecycleRule::id);
    if (same > 1)
      throw invalid_argument("Rule ID must be unique. Found same ID for more than one rule", "ID", rules.back().id);
  }
  if (rules.empty() || rules.size() > lifecycle_detail::kMostRules) throw malformed_xml();
  return rules;
}

std::string write_lifecycle(const std::vector<LifecycleRule>& rules) {
  xml::Writer out("LifecycleConfiguration");
  for (const LifecycleRule& rule : rules) {
    out.open("Rule").text("ID", rule.id);
    out.open("Filter").text("Prefix", rule.prefix).close();
    out.text("Status", rule.enabled ? "Enabled" : "Disabled");
    if (rule.expiration_days) {
      out.open("Expiration").number("Days", static_cast<std::uint64_t>(*rule.expiration_days)).close();
    }
    if (rule.abort_multipart_days) {
      out.open("AbortIncompleteMultipartUpload")
          .number("DaysAfterInitiation", static_cast<std::uint64_t>(*rule.abort_multipart_days))
          .close();
    }
    out.close();
  }
  return out.finish();
}

}  // namespace s3
