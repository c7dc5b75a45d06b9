#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/config.h"
#include "aws/error.h"
#include "base/json.h"

namespace aws {

// May a request be sent again when it may already have been applied (a lost reply, a 500)?
//   kByOperation   as retry.h knows the operation: reads, writes that say the same twice, and those with a token or a
//   name kYes           the caller knows what a second application does: a conditional write that recognises its own
//   kNo            the caller must hear of it
// What was surely not applied (no connection, throttled) is tried again in any case.
enum class Repeat { kByOperation, kYes, kNo };

// Signed requests to AWS's services over one kept-alive connection each; tries again with full jitter within a budget.
//
// Not for several threads at a time: one client a thread. Nothing is sent before the first call.
class Client {
 public:
  // How it waits between tries, and where the jitter comes from. Tests give their own.
  struct Pauses {
    std::function<void(std::chrono::milliseconds)> sleep = {};
    std::function<std::uint64_t()> random = {};
  };

  explicit Client(Config config);
  Client(Config config, Pauses pauses);
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  // No request and no further try goes on beyond this moment: the invocation's end. Set it at the start of each one:
  //   client.finish_by(call.context.ends_at());
  void finish_by(std::chrono::steady_clock::time_point end);

  // A call of the JSON protocols: client.call(kDynamoDb, "GetItem", {{"TableName", …}, …}). Throws Error.
  base::Json call(const Service& service, std::string_view operation, const base::Json& body,
                  Repeat repeat = Repeat::kByOperation);

  // A request of the REST protocols. s3.h says the operations of S3 with it.
  using Headers = std::vector<std::pair<std::string, std::string>>;
  struct Request {
    std::string operation = {};  // for errors and for `repeat`
    std::string method = "GET";
    std::string host_prefix = {};  // "bucket." where the service is addressed so
    std::string path = "/";        // percent-encoded
    std::string query = {};        // percent-encoded, without '?'
    Headers headers = {};
    std::string_view body = {};  // borrowed for the call
    Repeat repeat = Repeat::kByOperation;
    // Gets the body of a 2xx piece by piece. What has been handed over is not fetched again: a body that breaks off
    // ends in Error retry::kBrokenOff or kTimedOut, whose details say {"etag", "handedOver": true}.
    std::function<void(std::string_view)> sink = {};
  };
  struct Response {
    int status = 0;
    Headers headers = {};  // names in lower case
    std::string body = {};
    std::string header(std::string_view lower_case_name) const;  // "" where absent
  };
  // Any 2xx or 304; every other status is an Error.
  Response send(const Service& service, const Request& request);

  const Config& config() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace aws
