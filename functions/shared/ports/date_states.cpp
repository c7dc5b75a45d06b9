#include "ports/date_states.h"

#include <fmt/format.h>

#include "base/failure.h"

namespace ports {

domain::DateState DateStates::get(domain::Day day, std::int64_t version) {
  if (version == 0) return {.day = day};
  const std::string key = domain::date_state_key(day, version);
  const auto text = s3_.find_text(bucket_, key);
  if (!text) {
    throw base::Failure("NotFound", fmt::format("{} is not in {}, though OrderKPIs says that it was published; bring "
                                                "it back before this date can grow",
                                                key, bucket_));
  }
  return domain::read_date_state(*text);
}

std::string DateStates::put(const domain::DateState& state, Lease& lease) {
  std::string key = domain::date_state_key(state.day, state.version);
  const std::string document = domain::write_date_state(state);
  try {
    s3_.put(bucket_, key, document, {.content_type = "application/json", .if_none_match = true});
    return key;
  } catch (const aws::Error& error) {
    if (error.code() != "PreconditionFailed") throw;
  }
  std::string there;
  const aws::ObjectInfo info = s3_.get(bucket_, key, [&](std::string_view bytes) { there += bytes; });
  if (there == document) return key;  // our own, from before a crash or a lost reply
  // Read first, then renewed: had another execution taken the lock before we read, we learn it now; had it done so
  // since, and written, the ETag is another one.
  lease.renew();
  try {
    s3_.put(bucket_, key, document, {.content_type = "application/json", .if_match = info.etag});
  } catch (const aws::Error& error) {
    if (error.code() == "PreconditionFailed") throw LockLost(lease.lock());
    throw;
  }
  return key;
}

}  // namespace ports
