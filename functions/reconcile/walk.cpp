#include "functions/reconcile/walk.h"

#include <algorithm>
#include <map>

#include "domain/raw_key.h"
#include "functions/reconcile/unfinished.h"

namespace reconcile {
namespace walk_detail {

using ports::BackfillJob;
using ports::IngestRecord;

constexpr int kPage = 200;

std::vector<std::string> vendors_left(const BackfillJob& job, ports::RawPayloads& raw) {
  std::vector<std::string> vendors =
      job.filter.vendor_id.empty() ? raw.vendors() : std::vector<std::string>{job.filter.vendor_id};
  std::ranges::sort(vendors);
  if (const auto reached = domain::parse_raw_key(job.after))
    std::erase_if(vendors, [&](const std::string& vendor) { return vendor < reached->vendor_id; });
  return vendors;
}

}  // namespace walk_detail

using namespace walk_detail;

bool matches(const IngestRecord& record, const ports::BackfillFilter& filter) {
  return !record.raw_pending && (filter.vendor_id.empty() || record.vendor_id == filter.vendor_id) &&
         record.received_at >= filter.from && record.received_at < filter.to &&
         (filter.contract.empty() || record.contract == filter.contract) &&
         (filter.schema_type.empty() || record.schema_type == filter.schema_type) &&
         (!filter.status || record.status == *filter.status);
}

void Walk::go_on(BackfillJob& job) {
  for (const std::string& vendor : vendors_left(job, raw_)) {
    for (bool was_last = false; !was_last;) {
      if (call_.context.remaining() < kReserve) return;
      if (!take_page(job, vendor, was_last)) return;
    }
  }
  job.state = std::string(BackfillJob::kCompleted);
  save(job);
}

bool Walk::take_page(BackfillJob& job, const std::string& vendor, bool& was_last) {
  const auto keys = raw_.list({vendor, job.filter.from, job.filter.to},
                              job.after.starts_with(domain::raw_prefix(vendor)) ? job.after : "", kPage);
  was_last = keys.size() < kPage;
  if (keys.empty()) return true;
  std::vector<IngestRecord> some = records_of(vendor, keys, job);
  std::erase_if(some, [&](const IngestRecord& record) { return !matches(record, job.filter); });
  job.listed += std::ssize(keys);
  job.matched += std::ssize(some);
  job.after = keys.back();
  if (!job.dry_run) {
    emit(job, some);
    job.emitted += std::ssize(some);
  }
  return save(job);
}

// The records that name these keys, in the keys' order.
std::vector<IngestRecord> Walk::records_of(const std::string& vendor, const std::vector<std::string>& keys,
                                           BackfillJob& job) {
  const auto received = [](const std::string& key) {
    const auto parts = domain::parse_raw_key(key);
    return parts ? parts->received_at : "";
  };
  std::map<std::string, IngestRecord> by_key;
  ports::IngestRecords::Range range{.vendor_id = vendor, .from = received(keys.front()), .to = received(keys.back())};
  do {
    auto page = records_.list(range);
    for (IngestRecord& record : page.records) {
      std::string key = record.key;
      by_key.emplace(std::move(key), std::move(record));
    }
    range.after = page.next;
  } while (!range.after.is_null());

  std::vector<IngestRecord> found;
  for (const std::string& key : keys) {
    const auto record = by_key.find(key);
    if (record != by_key.end()) {
      found.push_back(std::move(record->second));
      continue;
    }
    ++job.without_record;
    call_.log.warn("no record names this payload: it was never accepted, or the index has not seen it yet",
                   {{"key", key}});
  }
  return found;
}

void Walk::emit(const BackfillJob& job, const std::vector<IngestRecord>& some) {
  std::vector<ports::BusEvent> events;
  for (const IngestRecord& record : some) {
    domain::AcceptedEvent event = record.event();
    event.backfill = {.id = job.id, .contract_version = job.contract_version};
    events.push_back({.source = std::string(domain::AcceptedEvent::kSource),
                      .detail_type = std::string(domain::AcceptedEvent::kDetailType),
                      .detail = to_json(event),
                      .time = call_.context.now()});
  }
  bus_.put(events);
}

bool Walk::save(BackfillJob& job) {
  job.updated_at = base::format_iso8601(call_.context.now());
  if (jobs_.save(job)) return true;
  call_.log.info("another run goes on with this backfill", {{"id", job.id}});
  return false;
}

}  // namespace reconcile
