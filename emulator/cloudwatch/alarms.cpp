#include "emulator/cloudwatch/alarms.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "emulator/cloudwatch/alarm_message.h"
#include "emulator/cloudwatch/errors.h"

namespace cloudwatch {

Alarms::Alarms(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries, Metrics& metrics)
    : loop_(loop), store_(store), deliveries_(deliveries), metrics_(metrics), space_(store.space("cloudwatch/alarm")) {
  store_.each(space_, "", [&](std::string_view arn, std::string_view value) {
    alarms_.emplace(arn, decode_alarm(value));
    return true;
  });
  metrics_.on_put([this](const MetricId& id) {
    for (const auto& [arn, alarm] : alarms_) {
      if (alarm.metric == id) watch(alarm);
    }
  });
}

void Alarms::start() {
  started_ = true;
  for (const auto& [arn, alarm] : alarms_) watch(alarm);
}

void Alarms::save(const Alarm& alarm) {
  store::Transaction transaction(store_);
  transaction.put(space_, alarm.arn(), encode(alarm).dump());
  transaction.on_commit([&] { alarms_.insert_or_assign(alarm.arn(), alarm); });
  transaction.commit();
}

void Alarms::put(Alarm alarm) {
  check(alarm);
  alarm.configured = loop_.now();
  if (const Alarm* there = find(alarm.arn())) {
    alarm.state = there->state;
  } else {
    alarm.state.since = loop_.now();
  }
  save(alarm);
  watch(alarm);
}

void Alarms::ensure(Alarm alarm) {
  const Alarm* there = find(alarm.arn());
  if (there && is_configured_as(*there, alarm)) return;
  if (auto state = evaluate(alarm, {}, loop_.now()); !there && state && state->value == kOk) alarm.state = *state;
  put(std::move(alarm));
}

void Alarms::remove(const std::vector<std::string>& arns) {
  store::Transaction transaction(store_);
  for (const std::string& arn : arns) {
    get(arn);
    transaction.erase(space_, arn);
  }
  transaction.commit();
  for (const std::string& arn : arns) {
    alarms_.erase(arn);
    timers_.erase(arn);
  }
}

const Alarm* Alarms::find(std::string_view arn) const {
  const auto found = alarms_.find(arn);
  return found == alarms_.end() ? nullptr : &found->second;
}

const Alarm& Alarms::get(std::string_view arn) const {
  const Alarm* found = find(arn);
  if (!found) throw not_found(fmt::format("there is no alarm {}", arn));
  return *found;
}

std::vector<const Alarm*> Alarms::list(std::string_view account, std::string_view region) const {
  std::vector<const Alarm*> result;
  for (const auto& [arn, alarm] : alarms_) {
    if (alarm.metric.account == account && alarm.metric.region == region) result.push_back(&alarm);
  }
  return result;
}

void Alarms::enable_actions(const std::string& arn, bool enabled) {
  Alarm changed = get(arn);
  changed.actions_enabled = enabled;
  save(changed);
}

void Alarms::set_state(const std::string& arn, AlarmState state) {
  state.since = loop_.now();
  change(get(arn), std::move(state));
  watch(get(arn));
}

void Alarms::watch(const Alarm& alarm) {
  const std::string arn = alarm.arn();
  if (!started_ || timers_.contains(arn)) return;
  timers_[arn] = loop_.at(begin_of_period(alarm.period, loop_.now()) + alarm.period, loop::TimerKind::kPeriodic,
                          [this, arn] { evaluate_one(arn); });
}

std::vector<Period> Alarms::periods_before(const Alarm& alarm, TimePoint end) const {
  std::vector<Period> periods;
  for (int back = alarm.evaluation_periods + kPeriodsLookedAtBesides; back > 0; --back) {
    const TimePoint start = end - alarm.period * back;
    periods.push_back({start, metrics_.find(alarm.metric, start, start + alarm.period)});
  }
  return periods;
}

void Alarms::evaluate_one(const std::string& arn) {
  const auto busy = loop_.busy();
  timers_.erase(arn);
  const Alarm* alarm = find(arn);
  if (!alarm) return;
  const auto periods = periods_before(*alarm, begin_of_period(alarm->period, loop_.now()));
  auto state = evaluate(*alarm, periods, loop_.now());
  const bool rests =
      !state && std::ranges::none_of(periods, [](const Period& each) { return each.samples.has_value(); });
  if (rests) return;  // until a sample comes
  try {
    if (state) change(*alarm, std::move(*state));
  } catch (const store::WriteError& error) {
    base::log_error("an alarm's state could not be kept, and is looked at again",
                    {{"alarm", arn}, {"error", error.what()}});
  }
  watch(*alarm);
}

void Alarms::change(const Alarm& alarm, AlarmState state) {
  Alarm changed = alarm;
  changed.state = std::move(state);
  const std::string arn = alarm.arn();
  store::Transaction transaction(store_);
  transaction.put(space_, arn, encode(changed).dump());
  if (changed.actions_enabled) {
    for (const std::string& topic : changed.actions()) {
      deliveries_.send(transaction, {.target = topic,
                                     .source = arn,
                                     .payload = notification(changed, alarm.state).dump(),
                                     .attributes = {{"subject", subject_of(changed)}}});
    }
  }
  deliveries_.send(transaction, state_change_event(changed, alarm.state, loop_.world().uuid()));
  transaction.on_commit([&] { alarms_.insert_or_assign(arn, changed); });
  transaction.commit();
  base::log_info("an alarm has changed its state",
                 {{"alarm", changed.name}, {"state", changed.state.value}, {"reason", changed.state.reason}});
}

}  // namespace cloudwatch
