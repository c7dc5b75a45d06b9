#include "emulator/sqs/move_tasks.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "emulator/sqs/errors.h"

namespace sqs {
namespace move_tasks_detail {

using base::Json;
using Status = MoveTask::Status;

constexpr std::size_t kMostKept = 10;     // of one source queue
constexpr std::size_t kMostAtOnce = 500;  // in one transaction, where no rate is given
constexpr Duration kAfterStoreError = std::chrono::seconds(5);

std::string key_of(std::uint64_t number) { return fmt::format("{:020}", number); }

Json encode(const MoveTask& task) {
  return {{"id", task.id},
          {"source", task.source},
          {"destination", task.destination},
          {"rate", task.messages_per_second ? Json(*task.messages_per_second) : Json()},
          {"status", static_cast<int>(task.status)},
          {"before", task.before},
          {"toMove", task.to_move},
          {"moved", task.moved},
          {"started", task.started.time_since_epoch().count()},
          {"failure", task.failure_reason}};
}

MoveTask decode(const Json& record) {
  MoveTask task{.id = record.at("id").as_string(),
                .source = record.at("source").as_string(),
                .destination = record.at("destination").as_string(),
                .status = static_cast<Status>(record.at("status").as_int()),
                .before = record.at("before").as_unsigned(),
                .to_move = record.at("toMove").as_unsigned(),
                .moved = record.at("moved").as_unsigned(),
                .started = TimePoint(Duration(record.at("started").as_int())),
                .failure_reason = record.at("failure").as_string()};
  if (!record.at("rate").is_null()) task.messages_per_second = record.at("rate").as_int();
  return task;
}

Fault no_such_source() {
  return resource_not_found("The resource that you specified for the SourceArn parameter doesn't exist.");
}

}  // namespace move_tasks_detail

using namespace move_tasks_detail;

std::string MoveTask::handle() const { return base::to_base64(Json{{"taskId", id}, {"sourceArn", source}}.dump()); }

MoveTasks::MoveTasks(loop::Loop& loop, store::Store& store, Queues& queues)
    : loop_(loop), store_(store), queues_(queues), space_(store.space("sqs/move")) {
  store_.each(space_, "", [&](std::string_view key, std::string_view value) {
    const std::uint64_t number = std::stoull(std::string(key));
    tasks_[number].task = decode(Json::parse(value));
    next_ = number + 1;
    return true;
  });
  for (const auto& [number, running] : tasks_) {
    if (running.task.status == Status::kRunning) run_at(number, loop_.now());
  }
}

std::string MoveTasks::start(const std::string& source, const std::string& destination,
                             std::optional<std::int64_t> messages_per_second) {
  const QueueDescription* from = queues_.find(source);
  if (!from) throw no_such_source();
  const auto all = queues_.list(from->account, from->region, "");
  if (std::ranges::none_of(all, [&](const auto* queue) { return queue->dead_letter_arn == source; })) {
    throw invalid_parameter_value("Source queue must be configured as a Dead Letter Queue.");
  }
  const QueueDescription* to = destination.empty() ? nullptr : queues_.find(destination);
  if (!destination.empty() && !to) {
    throw resource_not_found("The resource that you specified for the DestinationArn parameter doesn't exist.");
  }
  if (to && to->fifo != from->fifo) {
    throw invalid_parameter_value("Source queue and destination queue must be of the same type.");
  }
  for (const auto& [number, running] : tasks_) {
    if (running.task.source != source || running.task.status != Status::kRunning) continue;
    throw invalid_parameter_value(
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
  }
  const MoveTask task{.id = loop_.world().uuid(),
                      .source = source,
                      .destination = destination,
                      .messages_per_second = messages_per_second,
                      .before = queues_.next_number(),
                      .to_move = queues_.status(source).counts.visible,
                      .started = loop_.now()};
  const std::uint64_t number = next_++;
  store::Transaction transaction(store_);
  put(transaction, number, task);
  forget_old(transaction, source);
  transaction.commit();
  run_at(number, loop_.now());
  return task.handle();
}

std::uint64_t MoveTasks::cancel(const std::string& handle) {
  const auto text = base::from_base64(handle);
  const auto named = text ? Json::try_parse(*text) : std::nullopt;
  if (!named || !named->is_object() || named->text("taskId").empty() || named->text("sourceArn").empty()) {
    throw invalid_parameter_value("Value for parameter TaskHandle is invalid.");
  }
  if (!queues_.find(named->text("sourceArn"))) throw no_such_source();
  for (auto& [number, running] : tasks_) {
    if (running.task.id != named->text("taskId") || running.task.source != named->text("sourceArn")) continue;
    if (running.task.status != Status::kRunning) throw resource_not_found("Only active tasks can be cancelled.");
    MoveTask task = running.task;
    task.status = Status::kCancelled;
    store::Transaction transaction(store_);
    put(transaction, number, task);
    transaction.commit();
    running.timer = {};
    return task.moved;
  }
  throw resource_not_found("Task does not exist.");
}

std::vector<MoveTask> MoveTasks::list(const std::string& source, std::size_t most) const {
  if (!queues_.find(source)) throw no_such_source();
  std::vector<MoveTask> result;
  for (auto it = tasks_.rbegin(); it != tasks_.rend() && result.size() < most; ++it) {
    if (it->second.task.source == source) result.push_back(it->second.task);
  }
  return result;
}

void MoveTasks::run_at(std::uint64_t number, TimePoint time) {
  tasks_.at(number).timer = loop_.at(time, loop::TimerKind::kOneOff, [this, number] { run(number); });
}

void MoveTasks::run(std::uint64_t number) {
  const auto found = tasks_.find(number);
  if (found == tasks_.end() || found->second.task.status != Status::kRunning) return;
  MoveTask task = found->second.task;
  const auto rate = task.messages_per_second;
  const std::size_t most = rate ? static_cast<std::size_t>(*rate) : kMostAtOnce;
  try {
    queues_.move(task.source, task.destination, most, task.before,
                 [&](store::Transaction& transaction, const Queues::Moved& moved) {
                   task.moved += moved.messages;
                   task.failure_reason = moved.failure_reason;
                   if (moved.done) task.status = Status::kCompleted;
                   if (!moved.failure_reason.empty()) task.status = Status::kFailed;
                   put(transaction, number, task);
                 });
  } catch (const store::WriteError& error) {
    base::log_error("messages not moved, tried again later", {{"queue", task.source}, {"error", error.what()}});
    run_at(number, loop_.now() + kAfterStoreError);
    return;
  }
  if (task.status == Status::kRunning) run_at(number, loop_.now() + (rate ? Duration(seconds(1)) : Duration(0)));
}

void MoveTasks::put(store::Transaction& transaction, std::uint64_t number, const MoveTask& task) {
  transaction.put(space_, key_of(number), encode(task).dump());
  transaction.on_commit([this, number, task] { tasks_[number].task = task; });
}

void MoveTasks::forget_old(store::Transaction& transaction, const std::string& source) {
  std::size_t kept = 1;  // the one that starts now
  for (auto it = tasks_.rbegin(); it != tasks_.rend(); ++it) {
    if (it->second.task.source != source || ++kept <= kMostKept) continue;
    const std::uint64_t number = it->first;
    transaction.erase(space_, key_of(number));
    transaction.on_commit([this, number] { tasks_.erase(number); });
  }
}

}  // namespace sqs
