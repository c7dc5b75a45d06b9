// ingest: accept a vendor's event once and keep it for ever; what it means is normalize's business.
//
// Trigger  POST /v1/vendors/{vendorId}/events?contract=ID (HTTP API, payload format 2.0)
// Reads    contracts (where the event's id is found, what it emits)
// Writes   INGEST_RECORDS_TABLE, VENDOR_BUCKET raw/, VENDOR_BUS vendor.event.accepted: in acceptance.h's order, which
//          says why a crash between any two of them is healed by the next request or by reconcile
// Answers  202 · 400 415 422 (read_envelope) · 409 · 429 503 with Retry-After. All but 202 are RFC 9457 documents.
// Errors   whatever will not pass (AccessDenied, ResourceNotFoundException): the invocation fails, API Gateway says 500
#include <memory>

#include "functions/ingest/answers.h"
#include "ports/cloud.h"

namespace ingest {

struct Ports {
  ports::Cloud cloud = ports::cloud_from_environment();
  // Of its own: retries of a bus that is down are not taken from the budget of what must be written.
  ports::Cloud bus_cloud = ports::cloud_from_environment();
  ports::IngestRecords records;
  ports::RawPayloads raw;
  ports::Bus bus;
  contracts::Contracts contracts;

  explicit Ports(lambda::Environment& environment)
      : records(cloud, environment.require("INGEST_RECORDS_TABLE")),
        raw(cloud, environment.require("VENDOR_BUCKET")),
        bus(bus_cloud, environment.require("VENDOR_BUS")),
        contracts(contracts::Contracts::load(contracts_folder(environment))) {}

  static std::string contracts_folder(lambda::Environment& environment) {
    return environment.get_or("CONTRACTS_DIR", environment.get_or("LAMBDA_TASK_ROOT", ".") + "/contracts");
  }
};

// However long the bus takes, the vendor has its answer.
constexpr std::chrono::seconds kLongestForTheBus{1};

lambda::HttpReply answer_to(const lambda::HttpRequest& request, Ports& ports, const lambda::Invocation& call) {
  const auto envelope = read_envelope(request, ports.contracts);
  if (const auto* problem = std::get_if<lambda::Problem>(&envelope)) return to_reply(*problem);
  const auto outcome = accept(std::get<Envelope>(envelope), request.body, {ports.records, ports.raw, ports.bus}, call);
  if (const auto* conflict = std::get_if<Conflict>(&outcome)) return to_reply(answer(*conflict));
  return answer(std::get<Accepted>(outcome));
}

lambda::Reply handle(const lambda::Invocation& call, Ports& ports) {
  ports.cloud.finish_by(call.context.ends_at());
  ports.bus_cloud.finish_by(std::min(call.context.ends_at(), std::chrono::steady_clock::now() + kLongestForTheBus));
  const lambda::HttpRequest request = lambda::parse_http_request(call.event);
  lambda::HttpReply reply;
  try {
    reply = answer_to(request, ports, call);
  } catch (const base::Failure& failure) {
    auto problem = find_answer(failure);
    if (!problem) throw;
    call.log.error("the event could not be stored", {{"errorType", failure.name}, {"errorMessage", failure.what()}});
    reply = to_reply(std::move(*problem));
  }
  call.metrics.count(reply.status == 202 ? "EventsAccepted" : reply.status < 500 ? "EventsRefused" : "EventsFailed");
  return to_json(reply);
}

}  // namespace ingest

int main() {
  return lambda::run([](lambda::Environment& environment) -> lambda::Handler {
    auto ports = std::make_shared<ingest::Ports>(environment);
    return [ports](const lambda::Invocation& call) { return ingest::handle(call, *ports); };
  });
}
