#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/delivery/deliveries.h"
#include "emulator/iam/access.h"
#include "emulator/lambda/function.h"
#include "emulator/lambda/function_policy.h"
#include "emulator/lambda/function_url.h"
#include "emulator/lambda/instance.h"
#include "emulator/lambda/warm_instances.h"
#include "emulator/loop/loop.h"
#include "emulator/protocol/call.h"
#include "emulator/store/store.h"

namespace lambda_service {

// All functions of the emulator, their warm instances, and how an event reaches one.
class Functions {
 public:
  using Duration = base::Duration;
  struct Options {
    std::string endpoint = {};        // "http://127.0.0.1:4566": where handlers find the services
    std::string data_directory = {};  // code of functions that came by API is unpacked below it; /tmp of the instances
    int account_concurrency = 1000;   // AWS's default quota
    Duration keep_warm = std::chrono::minutes(10);  // real time that an idle instance is kept
    LogSink log = {};
    WarmInstances* warm = nullptr;  // where instances come from and go to that outlive this; null: none does
    // Instead of a process, where it answers: a replayed case says what a function answers.
    std::function<std::optional<InvocationResult>(const Function&, const std::string& payload)> stand_in = {};
    // Told of each invocation when it has ended.
    std::function<void(const Function&, const std::string& payload, const InvocationResult&)> observer = {};
    // The bytes of an object in S3, for code that is kept there.
    std::function<std::optional<std::string>(const std::string& bucket, const std::string& key)> find_package = {};
  };
  Functions(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries, iam::Access& access,
            Options options);
  ~Functions();

  // Throws resource_conflict() when there is one of that name; put() replaces it. Both check AWS's limits.
  void create(Function function);
  void put(Function function);
  // put(), but for a function that is configured like this already: it keeps its revision, and nothing is written.
  void ensure(Function function);
  void remove(const protocol::Call& call, std::string_view name);
  std::shared_ptr<const Function> find(std::string_view account, std::string_view region, std::string_view name) const;
  std::shared_ptr<const Function> find_by_arn(std::string_view arn) const;
  // Throws resource_not_found(). `name` as callers may write it.
  std::shared_ptr<const Function> get(const protocol::Call& call, std::string_view name) const;
  std::vector<std::shared_ptr<const Function>> list(const protocol::Call& call) const;  // by name

  // Runs the handler and waits for it (RequestResponse). Without a trace it gets one. Throws too_many_requests() when
  // no more instance is allowed. With a stream the answer goes there as it comes, to its end or to the error that the
  // result says; the payload is empty then.
  InvocationResult invoke(const std::shared_ptr<const Function>& function, std::string payload, std::string request_id,
                          std::string trace_id = {}, std::shared_ptr<ResponseStream> stream = nullptr);
  // The same on a fiber of its own, which who reads the stream may leave behind. Comes back when the answer has begun.
  std::shared_ptr<ResponseStream> invoke_streaming(const std::shared_ptr<const Function>& function, std::string payload,
                                                   std::string request_id, std::string trace_id = {});
  // Takes the event in, durably, and answers at once (Event). Tried again after 1 and 2 minutes where it fails.
  void invoke_async(const Function& function, std::string payload, std::string source);

  FunctionUrls& urls() { return urls_; }
  FunctionPolicies& policies() { return policies_; }

  // What `main` registers, so that notifications reach functions.
  delivery::Target delivery_target();

  int instances(const std::string& arn) const;
  std::vector<int> pids() const;
  void kill(std::string_view name) const;  // SIGKILL to every instance of functions of that name
  void shut_down();                        // SIGTERM to all, then SIGKILL to who stays
  // Nobody is in here any more when it returns: handlers that work are killed, who waits for them has the failure.
  void stop();

  std::optional<std::string> find_package(const std::string& bucket, const std::string& key) const {
    return options_.find_package ? options_.find_package(bucket, key) : std::nullopt;
  }
  const std::string& data_directory() const { return options_.data_directory; }
  loop::Loop& loop() { return loop_; }

 private:
  struct Pool {  // the instances of one function
    std::vector<std::shared_ptr<Instance>> instances = {};
    iam::Credentials credentials = {};
    int running = 0;
  };
  class Turn;
  std::shared_ptr<Instance> acquire(Pool& pool, const std::shared_ptr<const Function>& function);
  std::shared_ptr<Instance> start(Pool& pool, const std::shared_ptr<const Function>& function);
  std::vector<std::string> environment_of(Pool& pool, const Function& function, const std::string& log_stream);
  void evict_idle();
  delivery::Outcome deliver(const delivery::Message& message);
  void save(const Function& function);

  loop::Loop& loop_;
  store::Store& store_;
  delivery::Deliveries& deliveries_;
  iam::Access& access_;
  Options options_ = {};
  store::Space space_ = {};
  FunctionUrls urls_;
  FunctionPolicies policies_;
  std::map<std::string, std::shared_ptr<const Function>> functions_ = {};  // by ARN
  std::map<std::string, std::shared_ptr<Pool>> pools_ = {};                // by ARN
  int running_ = 0;
  int calls_ = 0;  // of invoke() that have not returned
  bool stopping_ = false;
  loop::Signal left_;
  // Under a virtual clock handlers run one at a time, in the order they were asked for, so that a run can be repeated.
  bool turn_taken_ = false;
  loop::Signal turn_;
  loop::Fiber evictor_ = {};
};

}  // namespace lambda_service
