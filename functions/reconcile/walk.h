#pragma once

#include "lambda/runtime.h"
#include "ports/backfill_jobs.h"
#include "ports/bus.h"
#include "ports/ingest_records.h"
#include "ports/raw_payloads.h"

namespace reconcile {

bool matches(const ports::IngestRecord& record, const ports::BackfillFilter& filter);

// A backfill through what raw/ holds: vendor by vendor in the order of their names, each one's keys in their order,
// which is the order of receipt. What the bucket lists is joined with the records of the same span, of which those that
// match come out again with the backfill's mark.
//
// Progress is saved behind each page, so at most a page comes out twice, wherever a run ends.
class Walk {
 public:
  Walk(ports::BackfillJobs& jobs, ports::IngestRecords& records, ports::RawPayloads& raw, ports::Bus& bus,
       const lambda::Invocation& call)
      : jobs_(jobs), records_(records), raw_(raw), bus_(bus), call_(call) {}

  // Until it is complete, or the invocation nears its end, or another run goes on with it.
  void go_on(ports::BackfillJob& job);

 private:
  bool take_page(ports::BackfillJob& job, const std::string& vendor, bool& was_last);
  std::vector<ports::IngestRecord> records_of(const std::string& vendor, const std::vector<std::string>& keys,
                                              ports::BackfillJob& job);
  void emit(const ports::BackfillJob& job, const std::vector<ports::IngestRecord>& some);
  bool save(ports::BackfillJob& job);

  ports::BackfillJobs& jobs_;
  ports::IngestRecords& records_;
  ports::RawPayloads& raw_;
  ports::Bus& bus_;
  const lambda::Invocation& call_;
};

}  // namespace reconcile
