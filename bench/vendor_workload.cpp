#include "bench/vendor_workload.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "base/text.h"
#include "bench/signer.h"
#include "bench/wire.h"

namespace bench {
namespace vendor_workload_detail {

constexpr std::string_view kVendor = "bench", kContract = "shopify.order";
constexpr std::string_view kBucket = "vendor-events-bucket", kRecords = "IngestRecords", kBus = "vendor-events";

// Made up, in the shape that the contract knows; as infra/contract-examples has it.
std::string order(long number) {
  return fmt::format(
      R"({{"id":{0},"order_number":{0},"name":"#{0}","created_at":"2026-03-14T09:26:53+01:00",)"
      R"("updated_at":"2026-03-14T09:26:53+01:00","cancelled_at":null,"currency":"EUR","financial_status":"paid",)"
      R"("fulfillment_status":null,"total_price":"129.95","subtotal_price":"129.95","total_tax":"12.50",)"
      R"("total_discounts":"0.00","line_items":[{{"id":{1},"sku":"MILL-SPELT-25","variant_id":7082,)"
      R"("product_id":5216,"quantity":1,"price":"129.95"}}]}})",
      number, number + 1);
}

class VendorEvents : public Workload {
 public:
  explicit VendorEvents(const Target& target) : target_(target) {}

  // Not signed: the HTTP API takes what vendors send.
  std::string request(long number) override {
    const std::string body = order(number);
    return fmt::format(
        "POST {}/v1/vendors/{}/events?contract={} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n"
        "Idempotency-Key: {}\r\nContent-Length: {}\r\n\r\n{}",
        target_.api, kVendor, kContract, target_.host, id(number), body.size(), body);
  }
  bool is_right(std::string_view reply) override {
    return status_of(reply) == 202 && body_of(reply).find(R"("ingestId":)") != std::string_view::npos &&
           header(reply, "idempotent-replayed").empty();
  }
  void verify(Caller& caller, long sent) override {
    for (const long number : {0L, (sent - 1) / 2, sent - 1}) {
      const std::string life = caller.call(fmt::format("GET {}/v1/vendors/{}/events/{} HTTP/1.1\r\nHost: {}\r\n\r\n",
                                                       target_.api, kVendor, id(number), target_.host));
      require(status_of(life) == 200, fmt::format("event {} was accepted and is not there: {}", number, life));
    }
  }

 private:
  std::string id(long number) const { return fmt::format("{}-{}", target_.label, number); }

  Target target_;
};

class VendorCalls : public Workload {
 public:
  explicit VendorCalls(const Target& target) : signer_(target.host), label_(target.label) {}

  int steps() const override { return 4; }
  std::string request(long number) override {
    const Event event(label_, number / steps());
    switch (number % steps()) {
      case 0:
        return signer_.dynamodb("PutItem", event.record());
      case 1:
        return signer_.request(
            "s3", "PUT", fmt::format("/{}/{}", kBucket, event.key), event.body,
            {{"Content-Type", "application/json"}, {"If-None-Match", "*"}, {"x-amz-server-side-encryption", "AES256"}});
      case 2:
        return signer_.events("PutEvents", event.entries());
      default:
        return signer_.dynamodb("UpdateItem", event.emitted());
    }
  }
  bool is_right(std::string_view reply) override {
    if (status_of(reply) != 200) return false;
    const std::string_view body = body_of(reply);
    return body.find("FailedEntryCount") == body.npos || body.find(R"("FailedEntryCount":0)") != body.npos;
  }
  void verify(Caller& caller, long sent) override {
    for (const long number : {0L, (sent - 1) / 2, sent - 1}) {
      const Event event(label_, number);
      const std::string record =
          caller.call(signer_.dynamodb("GetItem", fmt::format(R"({{"TableName":"{}","Key":{},"ConsistentRead":true}})",
                                                              kRecords, event.record_key())));
      require(record.find("EMITTED") != record.npos, fmt::format("record {} is not what was put: {}", number, record));
    }
  }

 private:
  struct Event {
    std::string id = {}, ingest_id = {}, key = {}, body = {}, digest = {};

    Event(std::string_view label, long number)
        : id(fmt::format("{}-{}", label, number)),
          ingest_id(base::to_hex(base::sha256(id)).substr(0, 32)),
          key(fmt::format("raw/vendorId=floor/receivedAt={}/ingestId={}.json", kReceived, ingest_id)),
          body(order(number)),
          digest(base::to_hex(base::sha256(body))) {}

    std::string record_key() const {
      return fmt::format(R"({{"vendorId":{{"S":"floor"}},"externalEventId":{{"S":"{}"}}}})", id);
    }
    std::string record() const {
      return fmt::format(
          R"({{"TableName":"{}","Item":{{"vendorId":{{"S":"floor"}},"externalEventId":{{"S":"{}"}},)"
          R"("ingestId":{{"S":"{}"}},"receivedAt":{{"S":"{}"}},"status":{{"S":"ACCEPTED"}},"contract":{{"S":"{}"}},)"
          R"("schemaType":{{"S":"order.v1"}},"bucket":{{"S":"{}"}},"key":{{"S":"{}"}},"fingerprint":{{"S":"{}"}},)"
          R"("bytes":{{"N":"{}"}},"request":{{"M":{{"method":{{"S":"POST"}},"path":{{"S":"/v1/vendors/floor/events"}},)"
          R"("query":{{"S":"contract=shopify.order"}},"headers":{{"M":{{"content-type":{{"S":"application/json"}}}}}}}}}},)"
          R"("rawPending":{{"BOOL":true}},"unfinished":{{"S":"{}"}},"history":{{"L":[{}]}}}},)"
          R"-("ConditionExpression":"attribute_not_exists(vendorId)","ReturnValuesOnConditionCheckFailure":"ALL_OLD"}})-",
          kRecords, id, ingest_id, kReceived, kContract, kBucket, key, digest, body.size(), ingest_id[0],
          change("ACCEPTED"));
    }
    std::string entries() const {
      std::string detail = fmt::format(
          R"({{"vendorId":"floor","externalEventId":"{}","ingestId":"{}","receivedAt":"{}","contract":"{}",)"
          R"("schemaType":"order.v1","bucket":"{}","key":"{}","sha256":"{}"}})",
          id, ingest_id, kReceived, kContract, kBucket, key, digest);
      for (std::size_t at = 0; (at = detail.find('"', at)) != detail.npos; at += 2) detail.insert(at, 1, '\\');
      return fmt::format(
          R"({{"Entries":[{{"EventBusName":"{}","Source":"feedmill.bench","DetailType":"floor","Detail":"{}"}}]}})",
          kBus, detail);
    }
    std::string emitted() const {
      return fmt::format(
          R"({{"TableName":"{}","Key":{},"UpdateExpression":"SET #status = :emitted, history = list_append(history, )"
          R"(:change) REMOVE unfinished, rawPending","ConditionExpression":"ingestId = :ingestId AND #status = :accepted",)"
          R"("ExpressionAttributeNames":{{"#status":"status"}},"ExpressionAttributeValues":{{":emitted":{{"S":"EMITTED"}},)"
          R"(":accepted":{{"S":"ACCEPTED"}},":ingestId":{{"S":"{}"}},":change":{{"L":[{}]}}}},)"
          R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD"}})",
          kRecords, record_key(), ingest_id, change("EMITTED"));
    }
    static std::string change(std::string_view status) {
      return fmt::format(R"({{"M":{{"status":{{"S":"{}"}},"at":{{"S":"{}"}}}}}})", status, kReceived);
    }

    static constexpr std::string_view kReceived = "2026-03-14T09:26:53.000Z";
  };

  Signer signer_;
  std::string label_;
};

}  // namespace vendor_workload_detail

std::unique_ptr<Workload> make_vendor_events(const Target& target) {
  return std::make_unique<vendor_workload_detail::VendorEvents>(target);
}
std::unique_ptr<Workload> make_vendor_calls(const Target& target) {
  return std::make_unique<vendor_workload_detail::VendorCalls>(target);
}

}  // namespace bench
