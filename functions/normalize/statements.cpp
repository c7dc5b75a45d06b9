#include "functions/normalize/statements.h"

#include <algorithm>

namespace normalize {
namespace statements_detail {

using base::Json;

// An item holds 400 KB: the state beside the registers' keys, and 25 entries in a transaction of 4 MB.
constexpr std::size_t kLinesInState = 64 * 1024;

Json for_state(const Json& record, std::string_view key, std::int64_t number) {
  Json lean = record;
  if (const Json* lines = lean.find("lines"); lines && lines->dump().size() > kLinesInState)
    lean.set("lines", {{"canonicalKey", key}, {"record", number}});
  return lean;
}

}  // namespace statements_detail

std::map<domain::Entity, std::vector<domain::LogEntry>> statements_of(const base::Json& envelope, std::string_view key,
                                                                      const base::Json* before) {
  const std::string& vendor_id = envelope.at("vendorId").as_string();
  const std::string& event_id = envelope.at("externalEventId").as_string();
  const std::int64_t version = envelope.at("contract").at("version").as_int();
  std::map<domain::Entity, std::vector<domain::LogEntry>> statements;
  std::int64_t number = 0;
  for (const base::Json& record : envelope.at("records").elements()) {
    statements[domain::entity_of(vendor_id, record)].push_back(
        {.key = domain::key_of(record, event_id, number),
         .version = version,
         .record = statements_detail::for_state(record, key, number)});
    ++number;
  }
  number = 0;
  for (const base::Json& record : before ? before->at("records").elements() : std::span<const base::Json>()) {
    auto& here = statements[domain::entity_of(vendor_id, record)];
    const auto is_it = [&](const domain::LogEntry& entry) { return entry.key.record == number; };
    if (std::none_of(here.begin(), here.end(), is_it))
      here.push_back({.key = domain::EventKey{.event_id = event_id, .record = number}, .version = version});
    ++number;
  }
  return statements;
}

}  // namespace normalize
