#include "functions/ingest/answers.h"

#include <fmt/format.h>

#include "aws/retry.h"
#include "base/text.h"

namespace ingest {
namespace answers_detail {

constexpr std::string_view kRetryAfterSeconds = "1";

// Told to wait, as opposed to not being heard at all.
bool is_throttled(const base::Failure& failure) {
  const auto* error = dynamic_cast<const aws::Error*>(&failure);
  return error && error->status() != 0 &&
         aws::retry::classify(error->status(), error->code()) == aws::retry::Fault::kNotApplied;
}

}  // namespace answers_detail

lambda::HttpReply answer(const Accepted& accepted) {
  const ports::IngestRecord& record = accepted.record;
  lambda::HttpReply reply{.status = 202,
                          .body = {{"ingestId", record.ingest_id},
                                   {"vendorId", record.vendor_id},
                                   {"externalEventId", record.external_event_id},
                                   {"receivedAt", record.received_at},
                                   {"contract", record.contract},
                                   {"schemaType", record.schema_type}},
                          .headers = {{"Location", fmt::format("/v1/vendors/{}/events/{}", record.vendor_id,
                                                               base::percent_encode(record.external_event_id))}}};
  if (accepted.replayed) reply.headers.emplace_back("Idempotent-Replayed", "true");
  return reply;
}

lambda::Problem answer(const Conflict& conflict) {
  return {.status = 409,
          .type = "urn:feedmill:problem:other-bytes",
          .title = "Another body was first under this event id",
          .detail = fmt::format("{} sent other bytes as event \"{}\" at {}; they stay as they are",
                                conflict.first.vendor_id, conflict.first.external_event_id, conflict.first.received_at),
          .more = {{"ingestId", conflict.first.ingest_id}, {"sha256", conflict.first.fingerprint}}};
}

std::optional<lambda::Problem> find_answer(const base::Failure& failure) {
  if (failure.name != "Unavailable") return std::nullopt;
  const bool throttled = answers_detail::is_throttled(failure);
  return lambda::Problem{.status = throttled ? 429 : 503,
                         .type = throttled ? "urn:feedmill:problem:throttled" : "urn:feedmill:problem:unavailable",
                         .title = throttled ? "Too many requests" : "The event could not be stored",
                         .detail = "nothing was accepted; send the same request again",
                         .headers = {{"Retry-After", std::string(answers_detail::kRetryAfterSeconds)}}};
}

}  // namespace ingest
