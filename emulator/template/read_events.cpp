// Event buses, their rules, archives and policies.

#include <algorithm>

#include "emulator/template/readers.h"

namespace cfn {
namespace {

// Where this emulator can send an event to.
constexpr std::string_view kTargets[] = {
    "arn:aws:lambda:", "arn:aws:sqs:", "arn:aws:sns:", "arn:aws:states:", "arn:aws:logs:", "arn:aws:events:"};

void check_target_arn(Fields& target, const std::string& arn) {
  const bool known = std::ranges::any_of(kTargets, [&](std::string_view front) { return arn.starts_with(front); });
  if (arn.empty() || known) return;
  target.problems().add(*target.find("Arn"), "'" + arn +
                                                 "' is no target that is supported here; supported are functions, "
                                                 "queues, topics, state machines, log groups and event buses");
}

// Source: AWS::Events::Rule Target.
EventTarget read_target(Fields& in) {
  EventTarget target = {.id = in.require_text("Id"), .arn = in.require_text("Arn")};
  check_target_arn(in, target.arn);
  target.settings = {{"Id", target.id}, {"Arn", target.arn}};
  for (const std::string_view name : {"RoleArn", "Input", "InputPath"}) {
    if (const auto text = in.find_text(name)) target.settings.set(name, *text);
  }
  const std::string input = in.text("Input");
  if (!input.empty() && !base::Json::try_parse(input)) in.problems().add(*in.find("Input"), "must be JSON text");
  in.object("InputTransformer", [&](Fields& transformer) {
    base::Json made = {{"InputTemplate", transformer.require_text("InputTemplate")}};
    transformer.entries("InputPathsMap", [&](const std::string& name, const Node& path) {
      made["InputPathsMap"].set(name, find_scalar(path, in.problems()).value_or(""));
    });
    target.settings.set("InputTransformer", std::move(made));
  });
  in.object("SqsParameters", [&](Fields& queue) {
    target.settings.set("SqsParameters", base::Json{{"MessageGroupId", queue.require_text("MessageGroupId")}});
  });
  in.object("DeadLetterConfig", [&](Fields& dead_letter) {
    target.settings.set("DeadLetterConfig", base::Json{{"Arn", dead_letter.require_text("Arn")}});
  });
  in.object("RetryPolicy", [&](Fields& retry) {
    base::Json made = base::Json::object();
    if (const auto most = retry.find_integer("MaximumRetryAttempts", {0, 185})) made.set("MaximumRetryAttempts", *most);
    if (const auto age = retry.find_integer("MaximumEventAgeInSeconds", {60, 86'400})) {
      made.set("MaximumEventAgeInSeconds", *age);
    }
    target.settings.set("RetryPolicy", std::move(made));
  });
  return target;
}

std::string pattern_of(Fields& in) {
  const base::Json pattern = in.json("EventPattern");
  return pattern.is_null() ? "" : pattern.dump();
}

}  // namespace

// Source: AWS::Events::EventBus.
void read_event_bus(Reading& reading) {
  Fields& in = reading.in;
  in.require("Name");
  EventBus bus = {
      .origin = reading.origin, .name = reading.name, .arn = reading.arn, .description = in.text("Description")};
  in.object("DeadLetterConfig", [&](Fields& dead_letter) { bus.dead_letter_arn = dead_letter.require_text("Arn"); });
  if (const Node* policy = in.find("Policy")) bus.policy = to_json(*policy);
  bus.tags = read_tags(in);
  reading.stack.event_buses.push_back(std::move(bus));
}

// Source: AWS::Events::Rule.
void read_event_rule(Reading& reading) {
  Fields& in = reading.in;
  EventRule rule = {.origin = reading.origin,
                    .name = reading.name,
                    .arn = reading.arn,
                    .bus = in.text("EventBusName"),
                    .description = in.text("Description"),
                    .pattern = pattern_of(in),
                    .schedule = in.text("ScheduleExpression"),
                    .role_arn = in.text("RoleArn")};
  in.find("Name");
  if (!in.find("EventPattern") && !in.find("ScheduleExpression"))
    in.problem("needs EventPattern or ScheduleExpression");
  const std::string& text = rule.schedule;
  if (!text.empty() && !((text.starts_with("rate(") || text.starts_with("cron(")) && text.ends_with(")"))) {
    reading.problems.add(*in.find("ScheduleExpression"), "'" + text + "' must be rate(...) or cron(...)");
  }
  rule.enabled = in.one_of("State", {"ENABLED", "DISABLED"}, "ENABLED") == "ENABLED";
  in.objects("Targets", [&](Fields& target) { rule.targets.push_back(read_target(target)); });
  if (rule.targets.size() > 5) in.problem("a rule has at most 5 targets");
  rule.tags = read_tags(in);
  reading.stack.event_rules.push_back(std::move(rule));
}

// Source: AWS::Events::Archive.
void read_event_archive(Reading& reading) {
  Fields& in = reading.in;
  in.find("ArchiveName");
  reading.stack.event_archives.push_back(
      {.origin = reading.origin,
       .name = reading.name,
       .bus_arn = in.require_text("SourceArn"),
       .description = in.text("Description"),
       .pattern = pattern_of(in),
       .retention_days = static_cast<int>(in.integer("RetentionDays", {0, 2'147'483'647}, 0))});
}

// Source: AWS::Events::EventBusPolicy. One statement of a bus's policy.
void read_event_bus_policy(Reading& reading) {
  Fields& in = reading.in;
  EventBusPolicy policy = {.origin = reading.origin, .bus = in.text("EventBusName")};
  const std::string id = in.require_text("StatementId");
  if (const Node* statement = in.require("Statement")) {
    policy.statement = to_json(*statement);
    policy.statement.set("Sid", id);
    Node document = statement->map({{"Version", statement->string("2012-10-17")}, {"Statement", *statement}});
    read_policy(document, "", reading.problems);
  }
  reading.stack.event_bus_policies.push_back(std::move(policy));
}

}  // namespace cfn
