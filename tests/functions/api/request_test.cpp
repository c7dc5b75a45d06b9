#include "functions/api/request.h"

#include <gtest/gtest.h>

#include "functions/api/documents.h"

namespace api {

using lambda::HttpRequest;
using lambda::Problem;

HttpRequest asked(HttpRequest::Names query, HttpRequest::Names parameters = {{"vendorId", "acme"}}) {
  return {.method = "GET", .parameters = std::move(parameters), .query_parameters = std::move(query)};
}

// V071
TEST(ApiRequest, TheAuditTrailIsNewestFirstAndFiltered) {
  const auto read = read_request(asked(
      {{"limit", "7"}, {"from", "2026-01-02T01:00:00+01:00"}, {"to", "2026-01-03T00:00:00Z"}, {"status", "EMITTED"}}));
  const auto& list = std::get<ListEvents>(read);
  EXPECT_EQ(list.limit, 7);
  EXPECT_TRUE(list.range.newest_first);
  EXPECT_EQ(list.range.vendor_id, "acme");
  EXPECT_EQ(list.range.from, "2026-01-02T00:00:00.000Z");
  EXPECT_EQ(list.range.to, "2026-01-03T00:00:00.000Z");
  EXPECT_EQ(list.range.status, ports::EventStatus::kEmitted);
}

TEST(ApiRequest, ATokenLeadsBackToWhereThePageEnded) {
  const ports::IngestRecord last{
      .vendor_id = "acme", .external_event_id = "ünï/\"x\"", .received_at = "2026-01-02T00:00:00.000Z"};
  const auto read = read_request(asked({{"next", next_token(last)}}));
  EXPECT_EQ(std::get<ListEvents>(read).range.after.dump(),
            R"({"vendorId":{"S":"acme"},"receivedAt":{"S":"2026-01-02T00:00:00.000Z"},)"
            R"("externalEventId":{"S":"ünï/\"x\""}})");
}

TEST(ApiRequest, EachParameterThatIsWrongIsNamed) {
  const ports::IngestRecord others{.vendor_id = "zeta", .external_event_id = "e", .received_at = "r"};
  const auto read = read_request(asked({{"limit", "1001"},
                                        {"from", "yesterday"},
                                        {"to", "2026-01-02"},
                                        {"status", "DONE"},
                                        {"next", next_token(others)}},
                                       {{"vendorId", "A"}}));
  std::string fields;
  for (const auto& [field, detail] : std::get<Problem>(read).errors) fields += field + " ";
  EXPECT_EQ(fields, "vendorId limit from to status next ");
  for (const char* token : {"", "zz", "5b5d", "5b312c322c335d"})
    EXPECT_TRUE(std::holds_alternative<Problem>(read_request(asked({{"next", token}})))) << token;
}

TEST(ApiRequest, AnEventIsAskedForByItsIdAsItIs) {
  const auto read = read_request(asked({}, {{"vendorId", "acme"}, {"externalEventId", "%2F a"}}));
  EXPECT_EQ(std::get<ShowEvent>(read).external_event_id, "%2F a");
}

// V079
TEST(ApiDocuments, TheWholeLifeSaysWhatWasWrong) {
  const ports::IngestRecord record{
      .vendor_id = "acme",
      .external_event_id = "e",
      .ingest_id = "i",
      .received_at = "r",
      .status = ports::EventStatus::kQuarantined,
      .bucket = "b",
      .key = "k",
      .history = {{"ACCEPTED", "1"}, {"EMITTED", "2"}, {"QUARANTINED", "3"}},
      .outcome = ports::EventOutcome{.status = ports::EventStatus::kQuarantined,
                                     .contract_version = 2,
                                     .quarantine_key = "quarantine/vendor-events/i.reason.json"}};
  const base::Json life =
      whole_life(record, base::Json::parse(R"({"violations":[{"stage":"accepts","path":"/a","rule":"type"}]})"));
  EXPECT_EQ(life.text("status"), "QUARANTINED");
  EXPECT_EQ(life.at("history").size(), 3u);
  EXPECT_EQ(life.at("outcome").dump(), R"({"contractVersion":2,"records":0,"quarantine":{"bucket":"b",)"
                                       R"("key":"quarantine/vendor-events/i.reason.json"},)"
                                       R"("violations":[{"stage":"accepts","path":"/a","rule":"type"}]})");
  EXPECT_EQ(life.at("raw").text("key"), "k");
}

}  // namespace api
