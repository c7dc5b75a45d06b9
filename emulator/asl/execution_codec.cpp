#include "emulator/asl/execution.h"

namespace asl {
namespace codec_detail {

using base::JsonError;
using base::TimePoint;

Json encode_time(TimePoint time) { return static_cast<std::int64_t>(time.time_since_epoch().count()); }
TimePoint decode_time(const Json& stored) { return TimePoint(base::Duration(stored.as_int())); }

std::size_t decode_size(const Json& stored) {
  if (stored.as_int() < 0) {
    throw JsonError("a count of a stored execution is negative");
  }
  return static_cast<std::size_t>(stored.as_int());
}

template <typename T, typename Encode>
void set_if(Json& out, std::string_view name, const std::optional<T>& value, Encode encode_value) {
  if (value) {
    out.set(name, encode_value(*value));
  }
}

Json encode_seconds(std::int64_t seconds) { return seconds; }

std::optional<std::int64_t> decode_seconds(const Json& in, std::string_view name) {
  const Json* value = in.find(name);
  return value == nullptr ? std::nullopt : std::optional(value->as_int());
}

Json encode_task(const RunTask& task) {
  Json out = {{"id", task.id}, {"resource", task.resource}, {"parameters", task.parameters}, {"token", task.token}};
  set_if(out, "credentials", task.credentials, [](const Json& value) { return value; });
  set_if(out, "submitted", task.submitted, [](const Json& value) { return value; });
  set_if(out, "timeout", task.timeout_seconds, encode_seconds);
  set_if(out, "heartbeat", task.heartbeat_seconds, encode_seconds);
  return out;
}

RunTask decode_task(const Json& in) {
  RunTask task{.id = in.at("id").as_int(),
               .resource = in.at("resource").as_string(),
               .parameters = in.at("parameters"),
               .timeout_seconds = decode_seconds(in, "timeout"),
               .heartbeat_seconds = decode_seconds(in, "heartbeat"),
               .token = in.at("token").as_string()};
  if (const Json* credentials = in.find("credentials")) {
    task.credentials = *credentials;
  }
  if (const Json* submitted = in.find("submitted")) {
    task.submitted = *submitted;
  }
  return task;
}

Json encode_timer(const std::pair<const std::int64_t, TimePoint>& timer) {
  return Json::array({timer.first, encode_time(timer.second)});
}

std::pair<std::int64_t, TimePoint> decode_timer(const Json& in) {
  return {in.at(std::size_t{0}).as_int(), decode_time(in.at(std::size_t{1}))};
}

Json encode_branch(const Branch& branch) {
  Json timers = Json::array(), attempts = Json::array();
  for (const auto& timer : branch.timers) {
    timers.push_back(encode_timer(timer));
  }
  for (const auto count : branch.attempts) {
    attempts.push_back(count);
  }
  Json out = {{"id", branch.id},
              {"parent", branch.parent},
              {"index", branch.index},
              {"phase", static_cast<int>(branch.phase)},
              {"state", branch.state},
              {"input", branch.input},
              {"last", branch.last_event},
              {"entered", branch.entered_event},
              {"at", encode_time(branch.entered_at)},
              {"attempts", std::move(attempts)},
              {"variables", branch.variables},
              {"timers", std::move(timers)},
              {"timeout", branch.timeout_timer},
              {"heartbeat", branch.heartbeat_timer},
              {"items", branch.items},
              {"results", branch.results},
              {"started", branch.started},
              {"finished", branch.finished}};
  set_if(out, "item", branch.item, [](const Json& value) { return value; });
  set_if(out, "task", branch.task, encode_task);
  return out;
}

Branch decode_branch(const Json& in) {
  const auto phase = in.at("phase").as_int();
  if (phase < 0 || phase > static_cast<int>(Branch::Phase::kWait)) {
    throw JsonError("a branch of a stored execution is in no phase that is known");
  }
  Branch branch{.id = static_cast<int>(in.at("id").as_int()),
                .parent = static_cast<int>(in.at("parent").as_int()),
                .index = static_cast<int>(in.at("index").as_int()),
                .phase = static_cast<Branch::Phase>(phase),
                .state = in.at("state").as_string(),
                .input = in.at("input"),
                .last_event = in.at("last").as_int(),
                .entered_event = in.at("entered").as_int(),
                .entered_at = decode_time(in.at("at")),
                .variables = in.at("variables"),
                .timeout_timer = in.at("timeout").as_int(),
                .heartbeat_timer = in.at("heartbeat").as_int(),
                .items = in.at("items"),
                .results = in.at("results"),
                .started = decode_size(in.at("started")),
                .finished = decode_size(in.at("finished"))};
  for (const Json& count : in.at("attempts").elements()) {
    branch.attempts.push_back(count.as_int());
  }
  for (const Json& timer : in.at("timers").elements()) {
    branch.timers.insert(decode_timer(timer));
  }
  if (const Json* item = in.find("item")) {
    branch.item = *item;
  }
  if (const Json* task = in.find("task")) {
    branch.task = decode_task(*task);
  }
  return branch;
}

}  // namespace codec_detail

Json encode(const Execution& execution) {
  Json branches = Json::array(), ready = Json::array();
  for (const auto& [id, branch] : execution.branches) {
    branches.push_back(codec_detail::encode_branch(branch));
  }
  for (const int id : execution.ready) {
    ready.push_back(id);
  }
  const Identity& who = execution.identity;
  Json out = {{"format", 1},
              {"status", static_cast<int>(execution.status)},
              {"arn", who.execution_arn},
              {"name", who.execution_name},
              {"role", who.role_arn},
              {"machine", who.machine_arn},
              {"machineName", who.machine_name},
              {"startedAt", codec_detail::encode_time(execution.started_at)},
              {"input", execution.input},
              {"seed", std::to_string(execution.seed)},
              {"nextEvent", execution.next_event},
              {"nextCommand", execution.next_command},
              {"nextBranch", execution.next_branch},
              {"branches", std::move(branches)},
              {"ready", std::move(ready)}};
  codec_detail::set_if(out, "deadline", execution.deadline, codec_detail::encode_timer);
  codec_detail::set_if(out, "pause", execution.pause, codec_detail::encode_timer);
  return out;
}

Execution decode(const Json& stored) {
  if (stored.at("format").as_int() != 1) {
    throw base::JsonError("a stored execution has a format that this version does not read");
  }
  const auto status = stored.at("status").as_int();
  if (status < 0 || status > static_cast<int>(Status::kAborted)) {
    throw base::JsonError("a stored execution has no status that is known");
  }
  Execution out{.status = static_cast<Status>(status),
                .identity = Identity{.execution_arn = stored.at("arn").as_string(),
                                     .execution_name = stored.at("name").as_string(),
                                     .role_arn = stored.at("role").as_string(),
                                     .machine_arn = stored.at("machine").as_string(),
                                     .machine_name = stored.at("machineName").as_string()},
                .started_at = codec_detail::decode_time(stored.at("startedAt")),
                .input = stored.at("input"),
                .next_event = stored.at("nextEvent").as_int(),
                .next_command = stored.at("nextCommand").as_int(),
                .next_branch = static_cast<int>(stored.at("nextBranch").as_int())};
  for (const char c : stored.at("seed").as_string()) {
    out.seed = out.seed * 10 + static_cast<std::uint64_t>(c - '0');
  }
  for (const Json& branch : stored.at("branches").elements()) {
    Branch decoded = codec_detail::decode_branch(branch);
    out.branches.emplace(decoded.id, std::move(decoded));
  }
  for (const Json& id : stored.at("ready").elements()) {
    out.ready.push_back(static_cast<int>(id.as_int()));
  }
  if (const Json* deadline = stored.find("deadline")) {
    out.deadline = codec_detail::decode_timer(*deadline);
  }
  if (const Json* pause = stored.find("pause")) {
    out.pause = codec_detail::decode_timer(*pause);
  }
  return out;
}

std::string_view status_name(Status status) {
  constexpr std::string_view kNames[] = {"RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"};
  return kNames[static_cast<int>(status)];
}

std::vector<Command> pending(const Execution& execution) {
  std::vector<Command> commands;
  const auto timer = [&](const auto& entry) {
    commands.emplace_back(std::in_place_type<SetTimer>, entry.first, entry.second);
  };
  for (const auto& [id, branch] : execution.branches) {
    if (branch.task && branch.phase == Branch::Phase::kWait) {
      commands.emplace_back(std::in_place_type<RunTask>, *branch.task);
    }
    for (const auto& entry : branch.timers) {
      timer(entry);
    }
  }
  if (execution.deadline) {
    timer(*execution.deadline);
  }
  if (execution.pause) {
    timer(*execution.pause);
  }
  return commands;
}

}  // namespace asl
