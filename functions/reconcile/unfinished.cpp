#include "functions/reconcile/unfinished.h"

namespace reconcile {
namespace unfinished_detail {

using ports::IngestRecord;

enum class Verdict { kEmit, kWithdraw, kLeave };

// Whether the payload came is for S3 to say: a process may have died between putting it and saying so.
Verdict judge(const IngestRecord& record, ports::RawPayloads& raw, base::TimePoint now) {
  if (!record.raw_pending || raw.exists(record.key)) return Verdict::kEmit;
  const auto received = base::parse_iso8601(record.received_at);
  return received && now - *received >= kClaimWaits ? Verdict::kWithdraw : Verdict::kLeave;
}

void emit(const std::vector<IngestRecord>& some, ports::IngestRecords& records, ports::Bus& bus, base::TimePoint now) {
  std::vector<ports::BusEvent> events;
  for (const IngestRecord& record : some)
    events.push_back({.source = std::string(domain::AcceptedEvent::kSource),
                      .detail_type = std::string(domain::AcceptedEvent::kDetailType),
                      .detail = to_json(record.event()),
                      .time = now});
  bus.put(events);
  for (const IngestRecord& record : some) records.emitted(record, base::format_iso8601(now));
}

}  // namespace unfinished_detail

using namespace unfinished_detail;

Finished finish_unfinished(ports::IngestRecords& records, ports::RawPayloads& raw, ports::Bus& bus,
                           const lambda::Invocation& call) {
  const base::TimePoint now = call.context.now();
  const std::string before = base::format_iso8601(now - kGrace);
  Finished finished;
  for (const char partition : ports::kUnfinishedPartitions) {
    base::Json after;
    do {
      if (call.context.remaining() < kReserve) return finished;
      const auto page = records.list_unfinished(partition, before, after);
      std::vector<IngestRecord> ready;
      for (const IngestRecord& record : page.records) {
        const Verdict verdict = judge(record, raw, now);
        if (verdict == Verdict::kEmit) ready.push_back(record);
        if (verdict == Verdict::kLeave) ++finished.left;
        if (verdict == Verdict::kWithdraw && records.withdraw(record)) {
          ++finished.withdrawn;
          call.log.warn("a claim is withdrawn: its payload never came, and nobody was told that it was accepted",
                        {{"vendorId", record.vendor_id}, {"ingestId", record.ingest_id}});
        }
      }
      emit(ready, records, bus, now);
      finished.emitted += static_cast<int>(ready.size());
      after = page.next;
    } while (!after.is_null());
  }
  return finished;
}

}  // namespace reconcile
