#include <algorithm>

#include "emulator/asl/definition_reader.h"

namespace asl {
namespace read_state_detail {

using Fields = std::vector<std::string_view>;
using Type = State::Type;

constexpr std::int64_t kMaxSeconds = 99'999'999;
constexpr int kMaxDepth = 32;

// The fields of each type, JSONPath's only. (States Language, "Table of State Types and Fields")
const Fields kEvery = {"Type", "Comment", "QueryLanguage"};
const Fields kFlow = {"Next", "End", "InputPath", "OutputPath", "Assign"};
const Fields kResult = {"Parameters", "ResultPath"};
const Fields kWork = {"ResultSelector", "Retry", "Catch"};
const Fields kTask = {"Resource",         "TimeoutSeconds",       "TimeoutSecondsPath",
                      "HeartbeatSeconds", "HeartbeatSecondsPath", "Credentials"};
const Fields kMap = {"Iterator", "ItemProcessor", "ItemsPath", "ItemSelector", "MaxConcurrency", "MaxConcurrencyPath"};

constexpr std::pair<std::string_view, Type> kTypes[] = {
    {"Task", Type::kTask}, {"Wait", Type::kWait},     {"Pass", Type::kPass},         {"Succeed", Type::kSucceed},
    {"Fail", Type::kFail}, {"Choice", Type::kChoice}, {"Parallel", Type::kParallel}, {"Map", Type::kMap},
};

void allow_fields(const DefinitionReader& in, Type type) {
  switch (type) {
    case Type::kPass:
      return in.allow_only({kEvery, kFlow, kResult, {"Result"}});
    case Type::kTask:
      return in.allow_only({kEvery, kFlow, kResult, kWork, kTask});
    case Type::kChoice:
      return in.allow_only({kEvery, {"InputPath", "OutputPath", "Assign", "Choices", "Default"}});
    case Type::kWait:
      return in.allow_only({kEvery, kFlow, {"Seconds", "SecondsPath", "Timestamp", "TimestampPath"}});
    case Type::kSucceed:
      return in.allow_only({kEvery, {"InputPath", "OutputPath"}});
    case Type::kFail:
      return in.allow_only({kEvery, {"Error", "ErrorPath", "Cause", "CausePath"}});
    case Type::kParallel:
      return in.allow_only({kEvery, kFlow, kResult, kWork, {"Branches"}});
    case Type::kMap:
      return in.allow_only({kEvery, kFlow, kResult, kWork, kMap});
  }
}

void read_transition(const DefinitionReader& in, State& state) {
  if (state.type == Type::kChoice || state.type == Type::kSucceed || state.type == Type::kFail) {
    return;
  }
  state.next = in.target("Next");
  const Json* end = in.object().find("End");
  const bool ends = end != nullptr && *end == Json(true);
  if (end != nullptr && !end->is_bool()) {
    in.complain("End", "Expected value of type Boolean");
  } else if (ends == in.object().contains("Next")) {
    in.complain(ends ? "Only one of the fields 'Next' and 'End' may be set"
                     : "One of these fields is required: [Next, End]");
  }
}

void read_wait(const DefinitionReader& in, State& state) {
  state.seconds = {.value = in.integer("Seconds", 0, kMaxSeconds), .path = in.path("SecondsPath")};
  state.timestamp.path = in.path("TimestampPath");
  if (in.object().contains("Timestamp")) {
    state.timestamp.value = base::parse_iso8601(in.text("Timestamp"));
    if (!state.timestamp.value) {
      in.complain("Timestamp", "String does not match RFC3339 timestamp");
    }
  }
  constexpr std::string_view kOneOf[] = {"Seconds", "SecondsPath", "Timestamp", "TimestampPath"};
  if (std::ranges::count_if(kOneOf, [&](auto field) { return in.object().contains(field); }) != 1) {
    in.complain("Exactly one of these fields is required: [Seconds, SecondsPath, Timestamp, TimestampPath]");
  }
}

FailText read_fail_text(const DefinitionReader& in, const std::string& field) {
  FailText read;
  if (in.object().contains(field)) {
    read.text = in.text(field);
  }
  if (const std::string path_field = field + "Path"; in.object().contains(path_field)) {
    read.expression = Expression::parse(in.text(path_field));
    if (!read.expression) {
      in.complain(path_field, "Value must be a valid JSONPath or a valid intrinsic function call");
    }
    if (read.text) {
      in.complain("Only one of the fields '" + field + "' and '" + path_field + "' may be set");
    }
  }
  return read;
}

void read_branches(const DefinitionReader& in, State& state, const ReadingContext& context) {
  in.require({"Branches"});
  in.each("Branches", [&](const DefinitionReader& branch) {
    branch.allow_only({{"StartAt", "States", "Comment", "QueryLanguage"}});
    state.branches.push_back(read_flow(branch, {.type = context.type, .depth = context.depth + 1}));
  });
  if (const Json* branches = in.object().find("Branches"); branches != nullptr && branches->empty()) {
    in.complain("Branches", "Value cannot be empty");
  }
}

void read_own_fields(const DefinitionReader& in, State& state, const ReadingContext& context) {
  switch (state.type) {
    case Type::kPass:
      if (const Json* result = in.object().find("Result")) {
        state.result = *result;
      }
      return;
    case Type::kTask:
      return read_task(in, state, context);
    case Type::kChoice:
      return read_choice(in, state);
    case Type::kWait:
      return read_wait(in, state);
    case Type::kSucceed:
      return;
    case Type::kFail:
      state.error = read_fail_text(in, "Error");
      state.cause = read_fail_text(in, "Cause");
      return;
    case Type::kParallel:
      return read_branches(in, state, context);
    case Type::kMap:
      return read_map(in, state, context);
  }
}

}  // namespace read_state_detail

std::string_view type_name(State::Type type) {
  return std::ranges::find(read_state_detail::kTypes, type, &std::pair<std::string_view, State::Type>::second)->first;
}

State read_state(const DefinitionReader& in, std::string name, const ReadingContext& context) {
  State state{.name = std::move(name)};
  in.require({"Type"});
  if (!in.object().contains("Type")) {
    return state;
  }
  const auto* known =
      std::ranges::find(read_state_detail::kTypes, in.text("Type"), &std::pair<std::string_view, State::Type>::first);
  if (known == std::end(read_state_detail::kTypes)) {
    in.complain("Type",
                "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, "
                "Map]");
    return state;
  }
  state.type = known->second;
  if (const Json* language = in.object().find("QueryLanguage"); language != nullptr && *language != Json("JSONPath")) {
    in.complain("QueryLanguage", "The query language JSONata is not supported yet");
    return state;
  }
  if (context.depth > read_state_detail::kMaxDepth) {
    in.complain("States are nested too deeply");
    return state;
  }
  read_state_detail::allow_fields(in, state.type);
  read_state_detail::read_transition(in, state);
  state.input_path = in.data_path("InputPath");
  state.output_path = in.data_path("OutputPath");
  state.result_path = in.reference_path("ResultPath");
  state.parameters = in.payload_template("Parameters");
  state.result_selector = in.payload_template("ResultSelector");
  state.assign = in.assign();
  state.retriers = read_retriers(in);
  state.catchers = read_catchers(in);
  read_state_detail::read_own_fields(in, state, context);
  return state;
}

}  // namespace asl
