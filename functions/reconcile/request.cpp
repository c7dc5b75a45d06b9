#include "functions/reconcile/request.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failure.h"
#include "base/time.h"
#include "domain/raw_key.h"

namespace reconcile {
namespace request_detail {

using base::Json;

template <class... Arguments>
[[noreturn]] void bad(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  throw base::Failure("BadEvent", fmt::format(format, std::forward<Arguments>(arguments)...));
}

// "2026-01-02" is that day: its beginning, or where the next one begins.
std::string parse_bound(const Json& event, std::string_view name, bool is_end) {
  const std::string text = event.text(name);
  if (const auto instant = base::parse_iso8601(text)) return base::format_iso8601(*instant);
  if (const auto day = base::parse_iso8601(text + "T00:00:00Z"); day && text.size() == 10)
    return base::format_iso8601(is_end ? *day + std::chrono::hours(24) : *day);
  bad("\"{}\" is \"{}\"; it must be a day, 2026-01-02, or an instant with its zone, 2026-01-02T03:04:05Z", name, text);
}

bool is_id(std::string_view text) {
  // A replay's name (EventBridge API Reference, StartReplay)
  return text.size() <= 64 && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                  c == '_';
         });
}

void refuse_unknown(const Json& event) {
  static constexpr std::string_view kKnown[] = {"operation",  "id",     "vendorId",        "from",  "to", "contract",
                                                "schemaType", "status", "contractVersion", "dryRun"};
  for (const auto& [name, value] : event.members()) {
    if (std::ranges::find(kKnown, name) == std::end(kKnown)) bad("a backfill has no \"{}\"", name);
    if (name != "dryRun" && !value.is_string()) bad("\"{}\" must be text", name);
  }
}

Backfill parse_backfill(const Json& event) {
  refuse_unknown(event);
  Backfill backfill{.id = event.text("id"),
                    .filter = ports::BackfillFilter{.vendor_id = event.text("vendorId"),
                                                    .from = parse_bound(event, "from", false),
                                                    .to = parse_bound(event, "to", true),
                                                    .contract = event.text("contract"),
                                                    .schema_type = event.text("schemaType")},
                    .contract_version = event.text("contractVersion", "stored")};
  if (!is_id(backfill.id)) bad("an id is at most 64 of A-Z, a-z, 0-9, '.', '-' and '_'");
  if (backfill.filter.from >= backfill.filter.to) bad("\"from\" is not before \"to\"");
  if (event.contains("vendorId") && !domain::is_vendor_id(backfill.filter.vendor_id))
    bad("\"{}\" is no vendor's name", backfill.filter.vendor_id);
  if (const std::string status = event.text("status"); !status.empty()) {
    backfill.filter.status = ports::parse_event_status(status);
    if (!backfill.filter.status) bad("there is no status \"{}\"", status);
  }
  if (backfill.contract_version != "stored" && backfill.contract_version != "newest")
    bad("contractVersion is \"{}\"; it may be stored or newest", backfill.contract_version);
  if (const Json* dry_run = event.find("dryRun")) {
    if (!dry_run->is_bool()) bad("dryRun must be true or false");
    backfill.dry_run = dry_run->as_bool();
  }
  return backfill;
}

}  // namespace request_detail

using namespace request_detail;

std::variant<Tick, Backfill, BackfillStatus> parse_request(const base::Json& event) {
  const std::string operation = event.text("operation");
  if (operation == "backfill") return parse_backfill(event);
  if (operation == "backfill-status") return BackfillStatus{event.text("id")};
  if (operation.empty() && event.is_object()) return Tick{};  // whatever the schedule sends
  bad("the operation is \"{}\"; it may be backfill or backfill-status", operation);
}

}  // namespace reconcile
