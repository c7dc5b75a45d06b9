#include <cmath>

#include "base/text.h"
#include "emulator/asl/interpreter.h"

namespace asl {
namespace data_flow_detail {

Json get(const Path& path, const Scope& scope) {
  auto value = path.find(scope);
  if (!value) {
    throw runtime_failure("Invalid path '" + path.text() + "' : " + path.explain_missing(scope));
  }
  return std::move(*value);
}

// Sets what `steps` from `at` on name, making objects on the way.
bool put(Json& target, const std::vector<PathStep>& steps, std::size_t at, Json value) {
  if (at == steps.size()) {
    target = std::move(value);
    return true;
  }
  const PathStep& step = steps[at];
  if (step.kind == PathStep::Kind::kNames) {
    if (!target.is_object()) {
      if (!target.is_null()) {
        return false;
      }
      target = Json::object();
    }
    return put(target[step.names[0]], steps, at + 1, std::move(value));
  }
  const auto index = step.indexes[0];
  if (!target.is_array() || index < 0 || index >= static_cast<std::int64_t>(target.size())) {
    return false;
  }
  return put(target.mutable_elements()[static_cast<std::size_t>(index)], steps, at + 1, std::move(value));
}

}  // namespace data_flow_detail

Json apply_path(const DataPath& path, const Scope& scope) {
  if (path.discard) {
    return Json::object();
  }
  return path.path ? data_flow_detail::get(*path.path, scope) : scope.data;
}

Json apply_result_path(const DataPath& path, const Json& input, Json result) {
  if (path.discard) {
    return input;
  }
  if (!path.path || path.path->steps().empty()) {
    return result;
  }
  Json output = input;
  const bool top_is_object = output.is_object() || path.path->steps()[0].kind != PathStep::Kind::kNames;
  if (!top_is_object || !data_flow_detail::put(output, path.path->steps(), 0, std::move(result))) {
    throw Failure(Failure::Kind::kError, "States.ResultPathMatchFailure",
                  "Unable to apply ReferencePath " + path.path->text() + " to input " + input.dump());
  }
  return output;
}

Json evaluate_assign(const std::optional<Json>& assign, const Scope& scope) {
  return assign ? evaluate_template(*assign, scope) : Json::object();
}

std::optional<std::int64_t> integer_of(const Given<std::int64_t>& given, const Scope& scope, std::string_view field) {
  if (!given.path) {
    return given.value;
  }
  const Json value = data_flow_detail::get(*given.path, scope);
  if (value.kind() == Json::Kind::kInt) {
    return value.as_int();
  }
  const auto parsed = value.is_string() ? base::parse_int(value.as_string()) : std::nullopt;
  if (!parsed) {
    const std::string text = value.is_string() ? value.as_string() : value.dump();
    throw runtime_failure("The " + std::string(field) + " field refers to value \"" + text +
                          "\" which is not a valid integer: " + given.path->text());
  }
  return parsed;
}

Failure too_large(const std::string& state_or_task) {
  return {Failure::Kind::kError, "States.DataLimitExceeded",
          "The state/task '" + state_or_task +
              "' returned a result with a size exceeding the maximum number of bytes service limit."};
}

void check_size(const Json& output, const std::string& state_or_task) {
  if (output.dump().size() > kMaxPayload) {
    throw too_large(state_or_task);
  }
}

Json Interpreter::effective_input(Branch& branch, const State& state) {
  return apply_path(state.input_path, scope(branch, branch.input));
}

Json Interpreter::work_input(Branch& branch, const State& state) {
  Json input = effective_input(branch, state);
  return state.parameters ? evaluate_template(*state.parameters, scope(branch, input)) : input;
}

void Interpreter::complete(Branch& branch, const State& state, Json result) {
  if (state.result_selector) {
    result = evaluate_template(*state.result_selector, scope(branch, result));
  }
  // Assign sees the result and the variables as they were before it; so does OutputPath. (recorded)
  Json assigned = evaluate_assign(state.assign, scope(branch, result));
  const Json combined = apply_result_path(state.result_path, branch.input, std::move(result));
  leave(branch, state, apply_path(state.output_path, scope(branch, combined)), std::move(assigned), state.next);
}

}  // namespace asl
