// api: what happened to a vendor's events (the audit trail, and the whole life of one), and the KPIs of a day or many.
//
// Trigger  GET /v1/vendors/{vendorId}/events, GET /v1/vendors/{vendorId}/events/{externalEventId},
//          GET /v1/kpis/orders, GET /v1/kpis/categories (HTTP API)
// Reads    INGEST_RECORDS_TABLE and its index ByReceivedAt, VENDOR_BUCKET quarantine/, ORDER_KPIS_TABLE,
//          CATEGORY_KPIS_TABLE
// Answers  200 (KPIs also as CSV) · 400 · 404 · 503 with Retry-After; all but 200 are RFC 9457 documents
#include <fmt/format.h>

#include <memory>

#include "aws/s3.h"
#include "functions/api/documents.h"
#include "functions/api/kpi_request.h"
#include "functions/api/kpi_table.h"
#include "functions/api/request.h"
#include "lambda/runtime.h"
#include "ports/cloud.h"
#include "ports/published_kpis.h"

namespace api {

struct Doors {
  ports::Cloud cloud = ports::cloud_from_environment();
  ports::IngestRecords records;
  ports::PublishedKpis kpis;
  aws::S3 s3{cloud};

  explicit Doors(lambda::Environment& environment)
      : records(cloud, environment.require("INGEST_RECORDS_TABLE")),
        kpis(cloud, environment.require("ORDER_KPIS_TABLE"), environment.require("CATEGORY_KPIS_TABLE")) {}
};

// DynamoDB's limit counts what it read, the caller's what matches: pages are read until there are enough. A token comes
// along where something may follow.
lambda::HttpReply list_events(ListEvents request, Doors& doors) {
  if (!request.range.status) request.range.limit = request.limit + 1;  // one more says whether something follows
  base::Json events = base::Json::array();
  std::string next;
  for (bool more = true; more && next.empty();) {
    const auto page = doors.records.list(request.range);
    for (std::size_t i = 0; i < page.records.size() && next.empty(); ++i) {
      events.push_back(summary(page.records[i]));
      const bool is_last = i + 1 == page.records.size() && page.next.is_null();
      if (std::ssize(events.elements()) == request.limit && !is_last) next = next_token(page.records[i]);
    }
    more = !page.next.is_null();
    request.range.after = page.next;
  }
  base::Json body{{"events", std::move(events)}};
  if (!next.empty()) body.set("next", next);
  return {.status = 200, .body = std::move(body)};
}

lambda::HttpReply show_event(const ShowEvent& request, Doors& doors) {
  const auto record = doors.records.find(request.vendor_id, request.external_event_id);
  if (!record)
    return lambda::to_reply({.status = 404,
                             .type = "urn:feedmill:problem:no-such-event",
                             .title = "There is no such event",
                             .detail = "this vendor has sent nothing under this id"});
  std::optional<base::Json> quarantine;
  if (record->outcome && !record->outcome->quarantine_key.empty()) {
    const auto text = doors.s3.find_text(record->bucket, record->outcome->quarantine_key);
    if (text) quarantine = base::Json::try_parse(*text);
  }
  return {.status = 200, .body = whole_life(*record, quarantine)};
}

lambda::HttpReply show_kpis(const lambda::HttpRequest& http, Doors& doors) {
  const auto request = read_kpi_request(http);
  if (const auto* problem = std::get_if<lambda::Problem>(&request)) return lambda::to_reply(*problem);
  const auto& [first, last, category, csv] = std::get<ShowKpis>(request);
  const KpiTable table = http.route == kOrderKpisRoute ? table_of(doors.kpis.orders(first, last))
                                                       : table_of(doors.kpis.categories(first, last, category));
  if (!csv) return {.status = 200, .body = to_json(table)};
  const std::string file = fmt::format("{}-{}-{}.csv", table.name, domain::format_day(first), domain::format_day(last));
  return {.status = 200,
          .text = to_csv(table),
          .headers = {{"Content-Type", "text/csv; charset=utf-8; header=present"},
                      {"Content-Disposition", fmt::format("attachment; filename=\"{}\"", file)}}};
}

lambda::HttpReply answer(const lambda::Invocation& call, Doors& doors) {
  const auto http = lambda::parse_http_request(call.event);
  if (http.route == kOrderKpisRoute || http.route == kCategoryKpisRoute) return show_kpis(http, doors);
  const auto request = read_request(http);
  if (const auto* problem = std::get_if<lambda::Problem>(&request)) return lambda::to_reply(*problem);
  if (const auto* show = std::get_if<ShowEvent>(&request)) return show_event(*show, doors);
  return list_events(std::get<ListEvents>(request), doors);
}

lambda::Reply handle(const lambda::Invocation& call, Doors& doors) {
  doors.cloud.finish_by(call.context.ends_at());
  try {
    return lambda::to_json(answer(call, doors));
  } catch (const base::Failure& failure) {
    if (failure.name != "Unavailable") throw;
    call.log.error("what was asked for could not be read", {{"errorMessage", failure.what()}});
    return lambda::to_json(lambda::to_reply({.status = 503,
                                             .type = "urn:feedmill:problem:unavailable",
                                             .title = "This cannot be read now",
                                             .detail = "send the same request again",
                                             .headers = {{"Retry-After", "1"}}}));
  }
}

}  // namespace api

int main() {
  return lambda::run([](lambda::Environment& environment) -> lambda::Handler {
    auto doors = std::make_shared<api::Doors>(environment);
    return [doors](const lambda::Invocation& call) { return api::handle(call, *doors); };
  });
}
