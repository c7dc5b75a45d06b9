#include "functions/ingest/envelope.h"

#include <gtest/gtest.h>

namespace ingest {

using lambda::HttpRequest;
using lambda::Problem;

// The contracts that are shipped; the tests run from the repository's root.
const contracts::Contracts& shipped() {
  static const contracts::Contracts all = contracts::Contracts::load("infra/contracts");
  return all;
}

HttpRequest request(HttpRequest::Names headers, std::string contract = "shopify.order", std::string body = "{}") {
  HttpRequest made{.method = "POST",
                   .path = "/v1/vendors/acme/events",
                   .query = "contract=" + contract,
                   .headers = std::move(headers),
                   .parameters = {{"vendorId", "acme"}},
                   .body = std::move(body)};
  if (!contract.empty()) made.query_parameters = {{"contract", contract}};
  return made;
}

std::string id_of(const HttpRequest& asked) {
  const auto read = read_envelope(asked, shipped());
  const auto* envelope = std::get_if<Envelope>(&read);
  return envelope ? envelope->external_event_id : "none";
}
Problem problem_of(const HttpRequest& asked) {
  const auto read = read_envelope(asked, shipped());
  const auto* problem = std::get_if<Problem>(&read);
  return problem ? *problem : Problem{.status = 202};
}

// V023 V052
TEST(Envelope, TheIdIsTheIdempotencyKeyElseWhatTheContractSays) {
  EXPECT_EQ(id_of(request({{"idempotency-key", "a/b %2F"}, {"x-shopify-webhook-id", "w"}})), "a/b %2F");
  EXPECT_EQ(id_of(request({{"x-shopify-webhook-id", "w"}})), "w");
  EXPECT_EQ(id_of(request({}, "shopify.order", "no json")),
            "5ad3040044b6d872316bf4312926c3b9eac7faf4eca2966e8ac41dfdf9c803f5");
  EXPECT_EQ(id_of(request({}, "stripe.checkout", R"({"id":"evt_1"})")), "evt_1");
  EXPECT_EQ(id_of(request({}, "magento.product-event", R"({"id":12345678901234567890})")), "12345678901234567890");
}

// V023 V046
TEST(Envelope, EachFieldThatIsWrongIsListed) {
  HttpRequest asked = request({{"idempotency-key", "a\tb"}}, "");
  asked.parameters["vendorId"] = "Acme!";
  const Problem problem = problem_of(asked);
  EXPECT_EQ(problem.status, 400);
  std::vector<std::string> fields;
  for (const auto& [field, detail] : problem.errors) fields.push_back(field);
  EXPECT_EQ(fields, (std::vector<std::string>{"vendorId", "contract", "externalEventId"}));
}

TEST(Envelope, AnIdIsUpTo255CharactersOfUtf8WithoutControls) {
  std::string umlauts;
  for (int i = 0; i < 255; ++i) umlauts += "ü";
  struct Case {
    std::string id = {};
    int status = 0;
  };
  for (const Case& c : {Case{umlauts, 202}, Case{umlauts + "x", 400}, Case{"o'brien", 202}, Case{"a\x7f", 400},
                        Case{"a\xc2\x85", 400}, Case{"a\x1f", 400}, Case{"\xff", 400}, Case{"\xf0\x9f\x98\x80", 202}}) {
    EXPECT_EQ(problem_of(request({{"idempotency-key", c.id}})).status, c.status) << c.id;
  }
}

TEST(Envelope, AnIdThatIsInTheBodyAloneMustBeThere) {
  for (const char* body : {"no json", "", "{}", R"({"id":null})", R"({"id":{}})", R"({"id":""})"}) {
    EXPECT_EQ(problem_of(request({}, "stripe.checkout", body)).status, 400) << body;
    EXPECT_EQ(problem_of(request({{"idempotency-key", "k"}}, "stripe.checkout", body)).status, 202) << body;
  }
}

// V069
TEST(Envelope, AnUnknownContractIsAnsweredWithTheKnownOnes) {
  const Problem problem = problem_of(request({{"idempotency-key", "k"}}, "nobody.order"));
  EXPECT_EQ(problem.status, 422);
  EXPECT_GT(problem.more.at("known").size(), 10u);
}

// V055
TEST(Envelope, TheTypeIsWhatTheContractEmits) {
  const auto read = read_envelope(request({{"idempotency-key", "k"}}, "shopify.inventory"), shipped());
  EXPECT_EQ(std::get<Envelope>(read).schema_type, "inventory.v1");
}

TEST(Envelope, ABodyThatIsSaidToBeNoJsonIsNotTaken) {
  struct Case {
    HttpRequest::Names headers = {};
    int status = 0;
  };
  for (const Case& c :
       {Case{{}, 202}, Case{{{"content-type", "application/json; charset=utf-8"}}, 202},
        Case{{{"content-type", "Application/LD+JSON"}}, 202},
        Case{{{"content-type", "application/x-www-form-urlencoded"}}, 415}, Case{{{"content-type", "text/xml"}}, 415},
        Case{{{"content-encoding", "gzip"}}, 415}, Case{{{"content-encoding", "identity"}}, 202}}) {
    EXPECT_EQ(problem_of(request(c.headers)).status, c.status);
  }
}

TEST(Envelope, RecordsWhatSaysSomethingOfTheEventAndNoSecret) {
  const auto recorded = record_request(request({{"x-shopify-topic", "orders/paid"},
                                                {"x-shopify-access-token", "s"},
                                                {"authorization", "s"},
                                                {"x-api-key", "s"},
                                                {"cookie", "s"},
                                                {"x-forwarded-for", "1.2.3.4"},
                                                {"content-type", "application/json"},
                                                {"ce-type", "t"},
                                                {"accept", "*/*"}}));
  EXPECT_EQ(recorded.method, "POST");
  EXPECT_EQ(recorded.path, "/v1/vendors/acme/events");
  EXPECT_EQ(recorded.query, "contract=shopify.order");
  using Headers = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(recorded.headers,
            (Headers{{"ce-type", "t"}, {"content-type", "application/json"}, {"x-shopify-topic", "orders/paid"}}));
}

}  // namespace ingest
