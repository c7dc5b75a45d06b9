#include "emulator/states/execution_record.h"

#include "base/text.h"

namespace states {

using base::Json;

std::string encode(const ExecutionRecord& r) {
  const auto optional = [](const std::optional<std::string>& text) { return text ? Json(*text) : Json(); };
  return Json{{"arn", r.arn},
              {"machine", r.machine_arn},
              {"name", r.name},
              {"status", r.status},
              {"started", base::to_epoch_millis(r.started)},
              {"stopped", r.stopped ? Json(base::to_epoch_millis(*r.stopped)) : Json()},
              {"input", r.input},
              {"output", r.output},
              {"error", optional(r.error)},
              {"cause", optional(r.cause)},
              {"definition", r.definition},
              {"role", r.role},
              {"trace", r.trace}}
      .dump();
}

ExecutionRecord decode_execution_record(std::string_view text) {
  const Json j = Json::parse(text);
  const auto optional = [&](std::string_view name) {
    const Json& value = j.at(name);
    return value.is_null() ? std::nullopt : std::optional<std::string>(value.as_string());
  };
  ExecutionRecord r{.arn = j.at("arn").as_string(),
                    .machine_arn = j.at("machine").as_string(),
                    .name = j.at("name").as_string(),
                    .status = j.at("status").as_string(),
                    .started = base::from_epoch_millis(j.at("started").as_int()),
                    .input = j.at("input").as_string(),
                    .output = j.at("output").as_string(),
                    .error = optional("error"),
                    .cause = optional("cause"),
                    .definition = j.at("definition").as_string(),
                    .role = j.at("role").as_string(),
                    .trace = j.at("trace").as_string()};
  if (!j.at("stopped").is_null()) r.stopped = base::from_epoch_millis(j.at("stopped").as_int());
  return r;
}

std::string execution_arn(std::string_view machine_arn, std::string_view name) {
  return base::replace_all(machine_arn, ":stateMachine:", ":execution:") + ":" + std::string(name);
}

}  // namespace states
