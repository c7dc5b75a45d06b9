#include "emulator/event_sinks.h"

#include "base/text.h"
#include "emulator/protocol/fault.h"

namespace emulator {
namespace event_sinks_detail {

using delivery::Message;
using delivery::Outcome;

// Taken as soon as the function's own queue of events has it: what the handler says is Lambda's affair.
Outcome invoke(Parts& parts, const Message& message) {
  const auto function = parts.functions->find_by_arn(message.target);
  if (!function) return delivery::refused("no such function: " + message.target);
  parts.functions->invoke_async(*function, message.payload, message.source);
  return delivery::taken();
}

// The same event gives the same execution, however often it is delivered.
Outcome start_execution(Parts& parts, const Message& message) {
  const auto machine = parts.machines.find(message.target);
  if (!machine) return delivery::refused("no such state machine: " + message.target);
  parts.executions.start(*machine, message.id, message.payload);
  return delivery::taken();
}

// "arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/orders:*"
Outcome write_log(Parts& parts, const Message& message) {
  const auto fields = base::split(message.target, ':');
  if (fields.size() < 7 || fields[5] != "log-group") return delivery::refused("no log group: " + message.target);
  parts.log_groups.append(std::string(fields[4]), std::string(fields[3]), std::string(fields[6]), message.id,
                          {message.payload});
  return delivery::taken();
}

template <class Take>
events::Sink sink(std::string arn_prefix, Parts& parts, Take take) {
  return {.arn_prefix = std::move(arn_prefix), .take = [&parts, take](const Message& message) -> Outcome {
            try {
              return take(parts, message);
            } catch (const protocol::Fault& fault) {
              return delivery::refused(fault.message);
            } catch (const store::WriteError& error) {
              return delivery::retry(error.what());
            }
          }};
}

}  // namespace event_sinks_detail

using namespace event_sinks_detail;

void add_event_sinks(Parts& parts) {
  events::Publisher& publisher = parts.event_bridge.publisher;
  publisher.add_sink(sink("arn:aws:lambda:", parts, invoke));
  publisher.add_sink(sink("arn:aws:states:", parts, start_execution));
  publisher.add_sink(sink("arn:aws:logs:", parts, write_log));
  for (const delivery::Target& target : {parts.queues.delivery_target(), parts.topics.delivery_target()}) {
    publisher.add_sink({.arn_prefix = target.arn_prefix, .take = target.deliver});
  }
}

}  // namespace emulator
