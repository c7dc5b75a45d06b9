#include "emulator/asl/definition_reader.h"

namespace asl {
namespace read_choice_detail {

constexpr int kMaxDepth = 64;

Condition read_condition(const DefinitionReader& in, int depth);

// Reads the one comparison operator of a rule: "NumericLessThan", "NumericLessThanPath".
void read_comparison(const DefinitionReader& in, Condition& condition) {
  condition.variable = in.path("Variable");
  for (const auto& [name, value] : in.object().members()) {
    if (name == "Variable" || name == "Next" || name == "Comment" || name == "Assign") {
      continue;
    }
    const Comparison* plain = find_comparison(name);
    const Comparison* by_path = name.ends_with("Path") && plain == nullptr
                                    ? find_comparison(std::string_view(name).substr(0, name.size() - 4))
                                    : nullptr;
    // Tests and patterns are literals always: there is no IsNullPath and no StringMatchesPath.
    if (by_path != nullptr && (by_path->kind == ComparisonKind::kTest || by_path->name == "StringMatches")) {
      by_path = nullptr;
    }
    if (plain == nullptr && by_path == nullptr) {
      in.complain(name, "Field is not supported");
      continue;
    }
    if (condition.comparison != nullptr) {
      in.complain("Only one comparison operator is allowed in a Choice Rule");
      return;
    }
    condition.comparison = plain != nullptr ? plain : by_path;
    if (by_path != nullptr) {
      condition.value_path = in.path(name);
    } else if (accepts(*plain, value)) {
      condition.value = value;
    } else {
      in.complain(name, plain->kind == ComparisonKind::kTimestamp ? "String does not match RFC3339 timestamp"
                                                                  : "Value is of the wrong type");
    }
  }
  if (condition.comparison == nullptr) {
    in.complain("A comparison operator is required");
  }
  if (!in.object().contains("Variable")) {
    in.require({"Variable"});
  }
}

void read_children(const DefinitionReader& in, const std::string& field, Condition& condition, int depth) {
  in.each(field, [&](const DefinitionReader& child) {
    for (const std::string_view only_on_top : {"Next", "Assign"}) {
      if (child.object().contains(only_on_top)) {
        child.complain(only_on_top, "Field is not supported");
      }
    }
    condition.children.push_back(read_condition(child, depth + 1));
  });
  if (condition.children.empty()) {
    in.complain(field, "Value cannot be empty");
  }
}

Condition read_condition(const DefinitionReader& in, int depth) {
  Condition condition;
  if (depth > kMaxDepth) {
    in.complain("Choice Rules are nested too deeply");
    return condition;
  }
  constexpr std::pair<const char*, Condition::Kind> kJoints[] = {
      {"And", Condition::Kind::kAnd}, {"Or", Condition::Kind::kOr}, {"Not", Condition::Kind::kNot}};
  for (const auto& [field, kind] : kJoints) {
    const Json* joined = in.object().find(field);
    if (joined == nullptr) {
      continue;
    }
    condition.kind = kind;
    in.allow_only({{field, "Next", "Comment", "Assign"}});
    if (kind != Condition::Kind::kNot) {
      read_children(in, field, condition, depth);
    } else if (joined->is_object()) {
      condition.children.push_back(
          read_condition(DefinitionReader(*joined, in.location_of(field), in.problems()), depth + 1));
    } else {
      in.complain(field, "Expected value of type Object");
    }
    return condition;
  }
  if (in.object().contains("Condition")) {
    in.complain("Condition", "The query language JSONata is not supported yet");
    return condition;
  }
  read_comparison(in, condition);
  return condition;
}

}  // namespace read_choice_detail

void read_choice(const DefinitionReader& in, State& state) {
  in.require({"Choices"});
  in.each("Choices", [&](const DefinitionReader& rule) {
    rule.require({"Next"});
    state.choices.push_back({.condition = read_choice_detail::read_condition(rule, 0),
                             .assign = rule.assign(),
                             .next = rule.target("Next")});
  });
  if (const Json* choices = in.object().find("Choices"); choices != nullptr && choices->empty()) {
    in.complain("Choices", "Value cannot be empty");
  }
  state.default_next = in.target("Default");
}

}  // namespace asl
