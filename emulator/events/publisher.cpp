#include "emulator/events/publisher.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "emulator/events/target_input.h"

namespace events {
namespace {

using base::Duration;
using base::Json;

// An event that rules send round in a circle of buses ends somewhere.
constexpr int kMostHops = 10;
constexpr int kMostRetries = 185;
constexpr std::int64_t kLongestAge = 86'400;
constexpr Duration kLongestPause = std::chrono::minutes(8);

// 185 times over 24 hours, less and less often: AWS's default. (EventBridge User Guide, "Retrying event delivery")
std::vector<Duration> retry_delays() {
  std::vector<Duration> delays;
  Duration delay = std::chrono::seconds(1);
  for (int i = 0; i < kMostRetries; ++i) {
    delays.push_back(delay);
    delay = std::min<Duration>(delay * 2, kLongestPause);
  }
  return delays;
}

const std::vector<Duration>& delays() {
  static const std::vector<Duration> all = retry_delays();
  return all;
}

std::int64_t number_in(const Json& settings, std::string_view name, std::int64_t otherwise) {
  const Json* policy = settings.find("RetryPolicy");
  const Json* value = policy ? policy->find(name) : nullptr;
  return value && value->is_integer() ? value->as_int() : otherwise;
}

// What an attempt came to, as the dead-letter queue is told. (EventBridge User Guide, "Using dead-letter queues")
struct Failure {
  std::string code = {};
  std::string exhausted = {};  // "MaximumRetryAttempts"
  std::string message = {};

  std::string to_text() const {
    return exhausted.empty() ? fmt::format("{}: {}", code, message)
                             : fmt::format("{} ({}): {}", code, exhausted, message);
  }
  static Failure parse(std::string_view text) {
    const auto colon = std::min(text.find(": "), text.size());
    const std::string_view head = text.substr(0, colon);
    Failure failure{.code = std::string(head), .message = std::string(text.substr(std::min(colon + 2, text.size())))};
    const auto open = head.find(" (");
    if (open != std::string_view::npos && head.ends_with(')')) {
      failure.code = head.substr(0, open);
      failure.exhausted = head.substr(open + 2, head.size() - open - 3);
    }
    return failure;
  }
};

delivery::Message bury(const delivery::Message& message, const std::string& reason) {
  const Failure failure = Failure::parse(reason);
  const Json* target = message.attributes.find("target");
  Json attributes = {{"ERROR_CODE", failure.code},
                     {"ERROR_MESSAGE", failure.message},
                     {"RULE_ARN", message.target},
                     {"TARGET_ARN", target ? target->text("Arn") : ""}};
  if (!failure.exhausted.empty()) {
    attributes.set("EXHAUSTED_RETRY_CONDITION", failure.exhausted);
    attributes.set("RETRY_ATTEMPTS", std::to_string(message.attempts - 1));
  }
  delivery::Message buried = message;
  buried.attributes = Json{{"messageAttributes", std::move(attributes)}};
  return buried;
}

}  // namespace

Publisher::Publisher(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries, Rules& rules)
    : loop_(loop), store_(store), deliveries_(deliveries), rules_(rules) {}

void Publisher::send(store::Transaction& transaction, const Rule& rule, const std::string& json, int hops) {
  for (const Target& target : rule.targets) {
    const Json* dead_letter = target.settings.find("DeadLetterConfig");
    deliveries_.send(transaction, {.target = rule.arn(),
                                   .source = rule.arn(),
                                   .payload = json,
                                   .attributes = Json{{"target", target.settings}, {"rule", rule.name}, {"hops", hops}},
                                   .dead_letter = dead_letter ? dead_letter->text("Arn") : ""});
  }
}

void Publisher::send(store::Transaction& transaction, const Rule& rule, const Event& event) {
  send(transaction, rule, event.to_json(), 0);
}

void Publisher::publish(store::Transaction& transaction, const Route& route, const Event& event) {
  if (observer_) observer_(route.bus, event);
  const std::string json = event.to_json();
  const patterns::FlatEvent flat(json);
  if (witness_) witness_(transaction, route.bus, event, flat);
  for (const Rule* rule : rules_.of(route.bus)) {
    if (!rule->enabled || !rule->compiled || rule->targets.empty()) continue;
    if (!route.only.empty() && std::ranges::find(route.only, rule->arn()) == route.only.end()) continue;
    if (rule->compiled->matches(flat)) send(transaction, *rule, json, route.hops);
  }
}

delivery::Outcome Publisher::pass_on(const std::string& bus, const delivery::Message& message) {
  const Json* before = message.attributes.find("hops");
  const int hops = (before ? static_cast<int>(before->as_int()) : 0) + 1;
  if (hops > kMostHops) return delivery::refused("THIRD_ACCOUNT_HOP_DETECTED: the event goes round in circles");
  try {
    store::Transaction transaction(store_);
    publish(transaction, {.bus = bus, .hops = hops}, parse_event(message.payload));
    transaction.commit();
    return delivery::taken();
  } catch (const store::WriteError& error) {
    return delivery::retry(error.what());
  }
}

delivery::Outcome Publisher::try_target(const delivery::Message& message) {
  const Json& settings = message.attributes.at("target");
  const std::string arn = settings.text("Arn");
  if (arn.starts_with("arn:aws:events:") && arn.find(":event-bus/") != std::string::npos) return pass_on(arn, message);
  const auto input = input_of(settings, {.event = message.payload,
                                         .rule_arn = message.target,
                                         .rule_name = message.attributes.text("rule"),
                                         .ingested = message.sent});
  if (!input) {
    base::log_info("nothing to send to a target",
                   {{"rule", message.target}, {"inputPath", settings.text("InputPath")}});
    return delivery::taken();
  }
  const auto sink = std::ranges::find_if(sinks_, [&](const Sink& known) { return arn.starts_with(known.arn_prefix); });
  if (sink == sinks_.end()) {
    return delivery::refused("INVALID_PARAMETER: this emulator has no targets like " + arn);
  }
  delivery::Message sent{
      .id = message.id, .target = arn, .source = message.target, .payload = *input, .sent = message.sent};
  if (const Json* queue = settings.find("SqsParameters")) {
    sent.attributes = Json{{"messageGroupId", queue->text("MessageGroupId")}};
  }
  return sink->take(sent);
}

delivery::Outcome Publisher::deliver(const delivery::Message& message) {
  if (message.target.find(":event-bus/") != std::string::npos) return pass_on(message.target, message);
  using Kind = delivery::Outcome::Kind;
  const delivery::Outcome outcome = try_target(message);
  if (outcome.kind == Kind::kTaken) return outcome;
  // Codes that were made here stand already in front.
  Failure failure = Failure::parse(outcome.reason);
  if (failure.message.empty() || failure.code.find_first_of(" abcdefghijklmnopqrstuvwxyz") != std::string::npos) {
    failure = {.code = outcome.kind == Kind::kRefused ? "NO_RESOURCE"
                       : outcome.kind == Kind::kLater ? "THROTTLING"
                                                      : "ERROR_FROM_TARGET",
               .message = outcome.reason};
  }
  if (outcome.kind == Kind::kRefused) return delivery::refused(failure.to_text());
  const Json& settings = message.attributes.at("target");
  const auto retried = static_cast<std::size_t>(message.attempts);
  const auto age = std::chrono::seconds(number_in(settings, "MaximumEventAgeInSeconds", kLongestAge));
  if (message.attempts >= number_in(settings, "MaximumRetryAttempts", kMostRetries)) {
    failure.exhausted = "MaximumRetryAttempts";
  } else if (loop_.now() + delays()[retried] > message.sent + age) {
    failure.exhausted = "MaximumEventAgeInSeconds";
  }
  return failure.exhausted.empty() ? delivery::retry(failure.to_text()) : delivery::refused(failure.to_text());
}

delivery::Target Publisher::delivery_target() {
  return {.arn_prefix = "arn:aws:events:",
          .policy = delivery::RetryPolicy{.delays = delays()},
          .deliver = [this](const delivery::Message& message) { return deliver(message); },
          .bury = bury};
}

}  // namespace events
