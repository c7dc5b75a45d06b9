#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace put_events_operation {

constexpr std::size_t kMostEntries = 10;
constexpr std::size_t kMostBytes = 262'144;  // of all entries together (EventBridge quotas)

struct Request {
  std::vector<std::variant<Entry, EntryError>> entries = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"Entries", "EndpointId"});
    if (in.has("EndpointId")) throw not_supported("EndpointId");
    Request request;
    const base::Json& entries = in.get("Entries");
    if (entries.size() == 0 || entries.size() > kMostEntries) {
      throw constraint(
          fmt::format("Value '{}' at 'entries' failed to satisfy constraint: Member must have length {} than "
                      "or equal to {}",
                      shown(in), entries.size() == 0 ? "greater" : "less", entries.size() == 0 ? 1 : kMostEntries));
    }
    std::size_t bytes = 0;
    in.each("Entries", [&](const Fields& entry) {
      bytes += size_of_entry(entry);
      request.entries.push_back(parse_entry(entry));
    });
    // AWS asks for less than that, not for at most that.
    if (bytes >= kMostBytes) throw validation("Total size of the entries in the request is over the limit.");
    return request;
  }

  // As AWS's own code prints the list.
  static std::string shown(const Fields& in) {
    std::string text;
    in.each("Entries", [&](const Fields& entry) {
      const auto value = [&](std::string_view name) {
        const base::Json* found = entry.find(name);
        return !found ? std::string("null") : found->is_string() ? found->as_string() : found->dump();
      };
      text += fmt::format(
          "{}PutEventsRequestEntry(time={}, source={}, resources={}, detailType={}, detail={}, eventBusName={}, "
          "traceHeader={}, kmsKeyIdentifier=null, internalMetadata=null)",
          text.empty() ? "" : ", ", value("Time"), value("Source"), value("Resources"), value("DetailType"),
          value("Detail"), value("EventBusName"), value("TraceHeader"));
    });
    return fmt::format("[{}]", text);
  }
};

// Stored, archived and on its way to every target, all entries in one transaction.
base::Json run(EventBridge& service, const Request& request, const Call& call) {
  store::Transaction transaction(service.store);
  base::Json results = base::Json::array();
  int failed = 0;
  for (const auto& read : request.entries) {
    if (const auto* error = std::get_if<EntryError>(&read)) {
      results.push_back({{"ErrorCode", error->code}, {"ErrorMessage", error->message}});
      ++failed;
      continue;
    }
    const Entry& entry = std::get<Entry>(read);
    Event event = entry.event;
    event.id = service.loop.world().uuid();
    event.account = call.account;
    event.region = call.region;
    if (!entry.has_time) event.time = call.now;
    // An event for a bus that is not there is taken and lost, as on AWS.
    if (const Bus* bus = service.buses.find(call, entry.bus)) {
      event.region = bus->region;
      service.publisher.publish(transaction, {.bus = bus->arn()}, event);
    }
    results.push_back({{"EventId", event.id}});
  }
  transaction.commit();
  return {{"FailedEntryCount", failed}, {"Entries", std::move(results)}};
}

std::vector<std::string> resources(const EventBridge&, const Request& request, const Call& call) {
  std::vector<std::string> arns;
  for (const auto& read : request.entries) {
    if (const auto* entry = std::get_if<Entry>(&read)) arns.push_back(bus_arn(call, entry->bus));
  }
  return arns;
}

}  // namespace put_events_operation

constinit const Operation<EventBridge> put_events =
    protocol::operation<&put_events_operation::run, &put_events_operation::resources>("events:PutEvents");

}  // namespace events
