#include "bench/workload.h"

#include <fmt/format.h>

#include "bench/signer.h"
#include "bench/vendor_workload.h"
#include "bench/wire.h"

namespace bench {
namespace workload_detail {

constexpr long kKeys = 100;  // what gets read again and again

class S3Workload : public Workload {
 public:
  S3Workload(const Target& target, bool gets) : signer_(target.host), bucket_("/bench-" + target.label), gets_(gets) {}

  void prepare(Caller& caller) override {
    expect_ok(caller.call(signer_.request("s3", "PUT", bucket_, "")), "CreateBucket");
    for (long i = 0; gets_ && i < kKeys; ++i) expect_ok(caller.call(put(i)), "PutObject");
  }
  std::string request(long number) override { return gets_ ? get(number % kKeys) : put(number); }
  bool is_right(std::string_view reply) override {
    return status_of(reply) == 200 && (gets_ ? body_of(reply) == body_ : !header(reply, "etag").empty());
  }
  void verify(Caller& caller, long sent) override {
    for (const long number : {0L, (sent - 1) / 2, sent - 1}) {
      require(body_of(caller.call(get(gets_ ? number % kKeys : number))) == body_, "an object is not what was put");
    }
  }

 private:
  std::string path(long number) const { return fmt::format("{}/k/{}", bucket_, number); }
  std::string put(long number) const {
    return signer_.request("s3", "PUT", path(number), body_, {{"Content-Type", "application/octet-stream"}});
  }
  std::string get(long number) const { return signer_.request("s3", "GET", path(number), ""); }

  Signer signer_;
  std::string bucket_;
  bool gets_;
  std::string body_ = std::string(1024, 'b');
};

// A table of items of 1 KiB under a hash key.
class DynamoDbWorkload : public Workload {
 public:
  enum class Kind { kPut, kGet, kFill };
  DynamoDbWorkload(const Target& target, Kind kind)
      : signer_(target.host), table_("bench-" + target.label), kind_(kind) {}

  void prepare(Caller& caller) override {
    expect_ok(caller.call(signer_.dynamodb(
                  "CreateTable", fmt::format(R"({{"TableName":"{}","BillingMode":"PAY_PER_REQUEST",)"
                                             R"("AttributeDefinitions":[{{"AttributeName":"pk","AttributeType":"S"}}],)"
                                             R"("KeySchema":[{{"AttributeName":"pk","KeyType":"HASH"}}]}})",
                                             table_))),
              "CreateTable");
    for (long i = 0; kind_ == Kind::kGet && i < kKeys; ++i) expect_ok(caller.call(put(i)), "PutItem");
  }
  std::string request(long number) override {
    if (kind_ == Kind::kGet) return get(number % kKeys);
    if (kind_ == Kind::kPut) return put(number);
    std::string puts;
    for (long i = 0; i < kBatch; ++i) {
      puts += fmt::format(R"({}{{"PutRequest":{{"Item":{}}}}})", i ? "," : "", item(number * kBatch + i));
    }
    return signer_.dynamodb("BatchWriteItem", fmt::format(R"({{"RequestItems":{{"{}":[{}]}}}})", table_, puts));
  }
  bool is_right(std::string_view reply) override {
    if (status_of(reply) != 200) return false;
    if (kind_ == Kind::kGet) return reply.find(data_) != std::string_view::npos;
    return kind_ == Kind::kPut || body_of(reply) == R"({"UnprocessedItems":{}})";
  }
  void verify(Caller& caller, long sent) override {
    const long items = kind_ == Kind::kGet ? kKeys : kind_ == Kind::kPut ? sent : sent * kBatch;
    for (const long number : {0L, (items - 1) / 2, items - 1}) {
      const std::string reply = caller.call(get(number));
      require(reply.find(data_) != std::string::npos, fmt::format("item {} is not what was put: {}", number, reply));
    }
  }

 private:
  static constexpr long kBatch = 25;  // BatchWriteItem takes no more

  std::string item(long number) const {
    return fmt::format(R"({{"pk":{{"S":"k{}"}},"n":{{"N":"42"}},"data":{{"S":"{}"}}}})", number, data_);
  }
  std::string put(long number) const {
    return signer_.dynamodb("PutItem", fmt::format(R"({{"TableName":"{}","Item":{}}})", table_, item(number)));
  }
  std::string get(long number) const {
    return signer_.dynamodb(
        "GetItem",
        fmt::format(R"({{"TableName":"{}","Key":{{"pk":{{"S":"k{}"}}}},"ConsistentRead":true}})", table_, number));
  }

  Signer signer_;
  std::string table_;
  Kind kind_;
  std::string data_ = std::string(1000, 'd');  // with its key and names: 1 KiB
};

class InvokeWorkload : public Workload {
 public:
  InvokeWorkload(const Target& target, bool each) : signer_(target.host), function_(target.function), each_(each) {}

  void prepare(Caller& caller) override {
    if (!each_) require(is_right(caller.call(request(0))), "the first invocation failed");
  }
  std::string request(long number) override {
    const std::string name = each_ ? fmt::format("{}{}", function_, number) : function_;
    return signer_.request("lambda", "POST", "/2015-03-31/functions/" + name + "/invocations", R"({"hello":"world"})",
                           {{"Content-Type", "application/json"}});
  }
  bool is_right(std::string_view reply) override {
    return status_of(reply) == 200 && body_of(reply) == R"({"ok":true})";
  }

 private:
  Signer signer_;
  std::string function_;
  bool each_;
};

}  // namespace workload_detail

using namespace workload_detail;

std::unique_ptr<Workload> make_workload(std::string_view name, const Target& target) {
  if (name == "s3_put") return std::make_unique<S3Workload>(target, false);
  if (name == "s3_get") return std::make_unique<S3Workload>(target, true);
  if (name == "dynamodb_put") return std::make_unique<DynamoDbWorkload>(target, DynamoDbWorkload::Kind::kPut);
  if (name == "dynamodb_get") return std::make_unique<DynamoDbWorkload>(target, DynamoDbWorkload::Kind::kGet);
  if (name == "dynamodb_fill") return std::make_unique<DynamoDbWorkload>(target, DynamoDbWorkload::Kind::kFill);
  if (name == "invoke") return std::make_unique<InvokeWorkload>(target, false);
  if (name == "invoke_each") return std::make_unique<InvokeWorkload>(target, true);
  if (name == "vendor_event") return make_vendor_events(target);
  if (name == "vendor_calls") return make_vendor_calls(target);
  fail(fmt::format("there is no workload {}", name));
}

}  // namespace bench
