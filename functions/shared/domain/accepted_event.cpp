#include "domain/accepted_event.h"

#include <fmt/format.h>

#include "base/failure.h"

namespace domain {

base::Json to_json(const AcceptedEvent& event) {
  base::Json detail{{"vendorId", event.vendor_id}, {"externalEventId", event.external_event_id},
                    {"ingestId", event.ingest_id}, {"receivedAt", event.received_at},
                    {"contract", event.contract},  {"schemaType", event.schema_type},
                    {"bucket", event.bucket},      {"key", event.key},
                    {"sha256", event.sha256}};
  if (event.backfill)
    detail.set("backfill", {{"id", event.backfill->id}, {"contractVersion", event.backfill->contract_version}});
  return detail;
}

AcceptedEvent parse_accepted_event(const base::Json& detail) {
  const auto text = [&](std::string_view name) {
    std::string value = detail.text(name);
    if (value.empty())
      throw base::Failure("BadEvent", fmt::format("an accepted event's detail must have the text \"{}\"", name));
    return value;
  };
  AcceptedEvent event{.vendor_id = text("vendorId"),
                      .external_event_id = text("externalEventId"),
                      .ingest_id = text("ingestId"),
                      .received_at = text("receivedAt"),
                      .contract = text("contract"),
                      .schema_type = text("schemaType"),
                      .bucket = text("bucket"),
                      .key = text("key"),
                      .sha256 = text("sha256")};
  if (const base::Json* mark = detail.find("backfill"))
    event.backfill = BackfillMark{mark->text("id"), mark->text("contractVersion", "stored")};
  return event;
}

}  // namespace domain
