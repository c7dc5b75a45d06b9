#include "emulator/asl/definition_reader.h"

namespace asl {
namespace parse_machine_detail {

constexpr std::int64_t kMaxTimeout = 99'999'999;

// Every Next of a flow must name a state of the same flow.
void check_targets(const DefinitionReader& in, const Flow& flow) {
  const auto check = [&](const std::string& target, const std::string& location, std::string_view field) {
    if (!target.empty() && !flow.states.contains(target)) {
      in.problems().push_back({"MISSING_TRANSITION_TARGET", "Missing '" + std::string(field) + "' target: " + target,
                               location + "/" + std::string(field)});
    }
  };
  check(flow.start_at, in.location(), "StartAt");
  for (const auto& [name, state] : flow.states) {
    const std::string location = in.location() + "/States/" + name;
    check(state->next, location, "Next");
    check(state->default_next, location, "Default");
    for (std::size_t i = 0; i < state->choices.size(); ++i) {
      check(state->choices[i].next, location + "/Choices[" + std::to_string(i) + "]", "Next");
    }
    for (std::size_t i = 0; i < state->catchers.size(); ++i) {
      check(state->catchers[i].next, location + "/Catch[" + std::to_string(i) + "]", "Next");
    }
  }
}

Machine read_machine(std::string_view text, MachineType type, std::vector<Problem>& problems) {
  const auto definition = Json::try_parse(text);
  if (!definition || !definition->is_object()) {
    problems.push_back({"SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object", ""});
    return {};
  }
  const DefinitionReader in(*definition, "", problems);
  in.allow_only({{"Comment", "StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage"}});
  if (const Json* language = definition->find("QueryLanguage"); language != nullptr && *language != Json("JSONPath")) {
    // Where another query language would come in: here, and in read_state.
    in.complain("QueryLanguage", *language == Json("JSONata") ? "The query language JSONata is not supported yet"
                                                              : "The field 'QueryLanguage' should have one of these "
                                                                "values: [JSONPath, JSONata]");
    return {};
  }
  if (definition->contains("Version") && in.text("Version") != "1.0") {
    in.complain("Version", "The field 'Version' should have one of these values: [1.0]");
  }
  Machine machine{.type = type};
  machine.timeout_seconds = in.integer("TimeoutSeconds", 1, kMaxTimeout);
  machine.flow = read_flow(in, {.type = type});
  return machine;
}

}  // namespace parse_machine_detail

Flow read_flow(const DefinitionReader& in, const ReadingContext& context) {
  Flow flow;
  in.require({"States", "StartAt"});
  flow.start_at = in.target("StartAt");
  const Json* states = in.object().find("States");
  if (states == nullptr) {
    return flow;
  }
  if (!states->is_object() || states->empty()) {
    in.complain("States", states->is_object() ? "Value cannot be empty" : "Expected value of type Object");
    return flow;
  }
  for (const auto& [name, definition] : states->members()) {
    const DefinitionReader reader(definition, in.location() + "/States/" + name, in.problems());
    if (!definition.is_object()) {
      reader.complain("Expected value of type Object");
      continue;
    }
    if (name.size() > 80) {
      reader.complain("State name must not be longer than 80 characters");
    }
    flow.states.emplace(name, std::make_shared<const State>(read_state(reader, name, context)));
  }
  parse_machine_detail::check_targets(in, flow);
  return flow;
}

std::string describe(const std::vector<Problem>& problems) {
  std::string out;
  for (const auto& problem : problems) {
    out += (out.empty() ? "" : ", ") + problem.code + ": " + problem.message;
    out += problem.location.empty() ? "" : " at " + problem.location;
  }
  return out;
}

std::vector<Problem> validate(std::string_view text, MachineType type) {
  std::vector<Problem> problems;
  parse_machine_detail::read_machine(text, type, problems);
  return problems;
}

Machine parse_machine(std::string_view text, MachineType type) {
  std::vector<Problem> problems;
  Machine machine = parse_machine_detail::read_machine(text, type, problems);
  if (!problems.empty()) {
    throw InvalidDefinition(std::move(problems));
  }
  return machine;
}

}  // namespace asl
