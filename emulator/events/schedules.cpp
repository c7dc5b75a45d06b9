#include "emulator/events/schedules.h"

#include "base/log.h"

namespace events {

Schedules::Schedules(loop::Loop& loop, store::Store& store, Rules& rules, Publisher& publisher)
    : loop_(loop), store_(store), rules_(rules), publisher_(publisher) {
  rules_.on_change([this](const std::string& arn, const Rule* rule) { set(arn, rule); });
}

void Schedules::start() {
  started_ = true;
  rules_.each([this](const Rule& rule) { set(rule.arn(), &rule); });
}

void Schedules::set(const std::string& arn, const Rule* rule) {
  timers_.erase(arn);
  if (!started_ || !rule || !rule->enabled || rule->schedule.empty()) return;
  const auto schedule = Schedule::parse(rule->schedule);
  const auto time = schedule ? schedule->next(loop_.now(), rule->started) : std::nullopt;
  if (!time) return;
  timers_[arn] = loop_.at(*time, loop::TimerKind::kPeriodic, [this, arn, time = *time] { ring(arn, time); });
}

// (EventBridge User Guide, "Scheduled events")
void Schedules::ring(const std::string& arn, base::TimePoint time) {
  const auto busy = loop_.busy();
  const Rule* rule = rules_.find_by_arn(arn);
  if (!rule) return;
  try {
    store::Transaction transaction(store_);
    publisher_.send(transaction, *rule,
                    {.id = loop_.world().uuid(),
                     .detail_type = "Scheduled Event",
                     .source = "aws.events",
                     .account = rule->account,
                     .time = time,
                     .region = rule->region,
                     .resources = {arn},
                     .detail = "{}"});
    transaction.commit();
  } catch (const store::WriteError& error) {
    base::log_error("a scheduled rule did not ring", {{"rule", arn}, {"error", error.what()}});
  }
  set(arn, rule);
}

}  // namespace events
