#include "ports/canonical_events.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "ports/vendor_bucket.h"

namespace ports {
namespace canonical_events_detail {

constexpr const char* kJsonType = "application/json";

bool lost_the_race(const aws::Error& error) {
  // 409: somebody writes the same key at this very moment. (S3 User Guide, "Conditional writes")
  return error.code() == "PreconditionFailed" || error.code() == "ConditionalRequestConflict";
}

}  // namespace canonical_events_detail

using namespace canonical_events_detail;

std::string CanonicalEvents::canonical_key(std::string_view emits, std::string_view vendor_id,
                                           std::string_view ingest_id) {
  return fmt::format("canonical/{}/vendorId={}/{}.json", emits, vendor_id, ingest_id);
}

std::string CanonicalEvents::quarantine_key(std::string_view ingest_id) {
  return fmt::format("quarantine/vendor-events/{}.reason.json", ingest_id);
}

std::optional<CanonicalEvents::Stored> CanonicalEvents::find(std::string_view key) {
  Stored stored;
  try {
    stored.etag = s3_.get(bucket_, key, [&](std::string_view piece) { stored.bytes += piece; }).etag;
    return stored;
  } catch (const aws::Error& error) {
    if (error.code() == "NoSuchKey") return {};
    throw;
  }
}

std::optional<CanonicalEvents::Stored> CanonicalEvents::create(std::string_view key, std::string_view bytes) {
  try {
    s3_.put(bucket_, key, bytes,
            {.content_type = kJsonType,
             .server_side_encryption = kVendorEncryption,
             .if_none_match = true,
             .repeat = aws::Repeat::kYes});
    return {};
  } catch (const aws::Error& error) {
    if (!lost_the_race(error)) throw;
  }
  auto there = find(key);
  if (!there) throw base::Failure("Unavailable", fmt::format("{} is being written by another", key));
  return there;
}

void CanonicalEvents::replace(std::string_view key, std::string_view bytes, std::string_view etag) {
  try {
    s3_.put(bucket_, key, bytes,
            {.content_type = kJsonType, .server_side_encryption = kVendorEncryption, .if_match = std::string(etag)});
  } catch (const aws::Error& error) {
    if (!lost_the_race(error)) throw;
    throw base::Failure("Unavailable", fmt::format("{} was written by another meanwhile", key));
  }
}

void CanonicalEvents::set_aside(std::string_view key, std::string_view note) {
  s3_.put(bucket_, key, note, {.content_type = kJsonType, .server_side_encryption = kVendorEncryption});
}

}  // namespace ports
