#include "emulator/sns/filter_policy.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/sns/errors.h"

namespace sns {
namespace filter_policy_detail {

using base::Json;

constexpr std::size_t kMostKeys = 5;  // SNS Developer Guide, "Filter policy constraints"

Fault invalid(std::string_view why) { return invalid_parameter(fmt::format("FilterPolicy: {}", why)); }

bool is_text_condition(std::string_view name) {
  return name == "prefix" || name == "suffix" || name == "equals-ignore-case";
}

void check_numeric(const Json& terms) {
  if (!terms.is_array() || terms.empty() || terms.size() % 2 != 0 || terms.size() > 4) {
    throw invalid("Value of numeric must be an array of one or two comparisons");
  }
  for (std::size_t i = 0; i < terms.size(); i += 2) {
    const Json& sign = terms.at(i);
    const bool known =
        sign.is_string() && (sign.as_string() == "=" || sign.as_string() == "<" || sign.as_string() == "<=" ||
                             sign.as_string() == ">" || sign.as_string() == ">=");
    if (!known) throw invalid("Unrecognized numeric range operator: " + sign.dump());
    if (!terms.at(i + 1).is_number()) throw invalid("Value of " + sign.as_string() + " must be numeric");
  }
}

void check_anything_but(const Json& excluded) {
  if (excluded.is_object()) {
    const bool good = excluded.size() == 1 && is_text_condition(excluded.members()[0].first) &&
                      excluded.members()[0].second.is_string();
    if (!good) throw invalid("Unsupported anything-but pattern: " + excluded.dump());
    return;
  }
  const bool good =
      excluded.is_string() || excluded.is_number() ||
      (excluded.is_array() && !excluded.empty() &&
       std::ranges::all_of(excluded.elements(), [](const Json& each) { return each.is_string() || each.is_number(); }));
  if (!good) throw invalid("Value of anything-but must be strings or numbers: " + excluded.dump());
}

void check_condition(const Json& condition) {
  if (condition.is_array()) throw invalid("Match value must be String, number, true, false, or null");
  if (!condition.is_object()) return;
  if (condition.size() != 1) throw invalid("Only one key allowed in match expression");
  const auto& [name, value] = condition.members()[0];
  if (is_text_condition(name)) {
    if (!value.is_string()) throw invalid(fmt::format("{} match pattern must be a string", name));
  } else if (name == "anything-but") {
    check_anything_but(value);
  } else if (name == "exists") {
    if (!value.is_bool()) throw invalid("exists match pattern must be either true or false.");
  } else if (name == "numeric") {
    check_numeric(value);
  } else {
    throw invalid(fmt::format("Unrecognized match type {} (or not supported by this emulator)", name));
  }
}

void check_level(const Json& policy, bool nested) {
  for (const auto& [key, conditions] : policy.members()) {
    if (key == "$or") throw invalid("$or is not supported by this emulator");
    if (conditions.is_object() && nested) {
      if (conditions.empty()) throw invalid(fmt::format("\"{}\" must not be empty", key));
      check_level(conditions, nested);
    } else if (!conditions.is_array() || conditions.empty()) {
      throw invalid(fmt::format("\"{}\" must be an object or a non-empty array", key));
    } else {
      for (const Json& condition : conditions.elements()) check_condition(condition);
    }
  }
}

// --- matching: `value` is one scalar that is there

bool in_range(double value, const Json& terms) {
  for (std::size_t i = 0; i < terms.size(); i += 2) {
    const std::string& sign = terms.at(i).as_string();
    const double bound = terms.at(i + 1).as_double();
    const bool holds = sign == "="    ? value == bound
                       : sign == "<"  ? value < bound
                       : sign == "<=" ? value <= bound
                       : sign == ">"  ? value > bound
                                      : value >= bound;
    if (!holds) return false;
  }
  return true;
}

bool matches_text(std::string_view name, const std::string& pattern, const Json& value) {
  if (!value.is_string()) return false;
  if (name == "prefix") return value.as_string().starts_with(pattern);
  if (name == "suffix") return value.as_string().ends_with(pattern);
  return base::equals_ignore_case(value.as_string(), pattern);
}

bool is_anything_but(const Json& excluded, const Json& value) {
  if (excluded.is_object()) {
    const auto& [name, pattern] = excluded.members()[0];
    return !matches_text(name, pattern.as_string(), value);
  }
  if (!excluded.is_array()) return !(excluded == value);
  return std::ranges::none_of(excluded.elements(), [&](const Json& each) { return each == value; });
}

bool matches_condition(const Json& condition, const Json& value) {
  if (!condition.is_object()) return condition == value;
  const auto& [name, argument] = condition.members()[0];
  if (name == "exists") return argument.as_bool();
  if (name == "numeric") return value.is_number() && in_range(value.as_double(), argument);
  if (name == "anything-but") return is_anything_but(argument, value);
  return matches_text(name, argument.as_string(), value);
}

// `value` is what the key holds, or null pointer; of a list, one element that matches is enough.
bool matches_any(const Json& conditions, const Json* value) {
  const bool is_list = value && value->is_array();
  const bool there = value && !(is_list && value->empty());
  return std::ranges::any_of(conditions.elements(), [&](const Json& condition) {
    const Json* exists = condition.find("exists");
    if (!there) return exists && !exists->as_bool();
    if (!is_list) return matches_condition(condition, *value);
    return std::ranges::any_of(value->elements(),
                               [&](const Json& element) { return matches_condition(condition, element); });
  });
}

bool matches_level(const Json& policy, const Json* object) {
  if (object && object->is_array()) {
    return std::ranges::any_of(object->elements(), [&](const Json& each) { return matches_level(policy, &each); });
  }
  return std::ranges::all_of(policy.members(), [&](const auto& rule) {
    const Json* value = object ? object->find(rule.first) : nullptr;
    return rule.second.is_object() ? matches_level(rule.second, value) : matches_any(rule.second, value);
  });
}

// Attributes as the object that a policy sees; bytes are not there for it.
Json visible(const MessageAttributes& attributes) {
  Json object = Json::object();
  for (const auto& [name, attribute] : attributes) {
    if (attribute.type.starts_with("Binary")) continue;
    if (attribute.type == "String.Array" || attribute.type.starts_with("Number")) {
      if (auto value = Json::try_parse(attribute.value)) object.set(name, std::move(*value));
    } else {
      object.set(name, attribute.value);
    }
  }
  return object;
}

}  // namespace filter_policy_detail

using namespace filter_policy_detail;

void check_filter_policy(const Json& policy, std::string_view scope) {
  if (policy.is_null()) return;
  if (!policy.is_object()) throw invalid("must be a JSON object");
  if (policy.size() > kMostKeys) throw invalid("Filter policy can not have more than 5 keys");
  check_level(policy, scope == "MessageBody");
}

bool passes_filter(const Json& policy, std::string_view scope, const Publication& publication) {
  if (policy.is_null()) return true;
  if (scope != "MessageBody") {
    const Json attributes = visible(publication.attributes);
    return matches_level(policy, &attributes);
  }
  const auto body = Json::try_parse(publication.message);
  return body && body->is_object() && matches_level(policy, &*body);
}

}  // namespace sns
