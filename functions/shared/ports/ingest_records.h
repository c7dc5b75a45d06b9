#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "aws/client.h"
#include "ports/ingest_record.h"

namespace ports {

// The table IngestRecords: (vendorId, externalEventId) is the identity of an event, and the first record under it wins.
class IngestRecords {
 public:
  IngestRecords(aws::Client& client, std::string table) : client_(client), table_(std::move(table)) {}

  // Puts the record where its identity is free. Nothing: it is this one's. Else the record that has it; that may be an
  // attempt of long ago to put the very same, which the caller cannot tell from another's and need not.
  std::optional<IngestRecord> claim(const IngestRecord& record);

  // Each of these changes the record only while it is still this ingestId's. False: it is not, or is gone.
  bool raw_is_there(const IngestRecord& record);                  // it is accepted for good now
  bool emitted(const IngestRecord& record, std::string_view at);  // no step back where normalize was faster
  bool finish(std::string_view vendor_id, std::string_view external_event_id, std::string_view ingest_id,
              const EventOutcome& outcome, std::string_view at, bool again = false);  // `again`: what is finished too
  // Removes a claim whose payload never came. False: it came after all.
  bool withdraw(const IngestRecord& record);

  std::optional<IngestRecord> find(std::string_view vendor_id, std::string_view external_event_id);

  // Up to 100 records by one call.
  struct Identity {
    std::string vendor_id = {};
    std::string external_event_id = {};
    friend auto operator<=>(const Identity&, const Identity&) = default;
  };
  class Several {
   public:
    std::optional<IngestRecord> find(const Identity& identity) const;  // throws Failure "DamagedItem" for that one

   private:
    friend class IngestRecords;
    std::map<Identity, base::Json> items_ = {};
  };
  Several find_all(const std::set<Identity>& identities);

  // Records of a vendor by receivedAt. Bounds are included; `after` is a page's `next`.
  struct Range {
    std::string vendor_id = {};
    std::string from = "0", to = "9";  // RFC 3339 in UTC with milliseconds, whose order is that of text
    std::optional<EventStatus> status = {};
    bool newest_first = false;
    int limit = 1000;  // read that many, of which `status` may leave fewer
    base::Json after = {};
  };
  struct Page {
    std::vector<IngestRecord> records = {};
    base::Json next = {};  // null where this is the last
  };
  Page list(const Range& range);
  // Records of one partition whose event was not emitted, received before that, oldest first.
  Page list_unfinished(char partition, std::string_view received_before, const base::Json& after = {});

 private:
  // False where the condition does not hold; `refused` then gets the item as it is.
  bool update(const IngestRecord& record, base::Json request, base::Json* refused = nullptr);

  aws::Client& client_;
  std::string table_;
};

}  // namespace ports
