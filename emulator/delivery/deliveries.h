#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "emulator/loop/loop.h"
#include "emulator/store/store.h"

// How one service reaches another: a notification of S3 to a function, a topic's message to a queue, an event to its
// target. At least once: a message is durable from the transaction that sends it until its target has taken it, is
// tried again as its target's policy says, and goes to its dead-letter target in the end. Who stands behind a target,
// `main` registers: nothing here knows a service.

namespace delivery {

using base::Duration;
using base::TimePoint;

struct Message {
  std::string id = {};           // the same at every attempt
  std::string target = {};       // ARN
  std::string source = {};       // ARN of what sent it
  std::string payload = {};      // what the target gets
  base::Json attributes = {};    // what else this kind of target wants to know
  std::string dead_letter = {};  // ARN of where it goes when nobody took it; empty: nowhere, and the log says so
  TimePoint sent = {};
  int attempts = 0;  // how often it was tried
};

struct Outcome {
  // kRefused: no attempt will ever do. kLater: the target has no room now; this was no attempt, and comes again.
  enum class Kind { kTaken, kRetry, kRefused, kLater } kind = Kind::kTaken;
  std::string reason = {};
};
inline Outcome taken() { return {}; }
inline Outcome retry(std::string reason) { return {Outcome::Kind::kRetry, std::move(reason)}; }
inline Outcome later(std::string reason) { return {Outcome::Kind::kLater, std::move(reason)}; }
inline Outcome refused(std::string reason) { return {Outcome::Kind::kRefused, std::move(reason)}; }

// How long to wait after each failed attempt; when they are used up the message is dead.
struct RetryPolicy {
  std::vector<Duration> delays = {};
  Duration max_age = std::chrono::hours(6);  // how long a target without room is asked again
};

// Whoever takes messages for ARNs of one kind.
struct Target {
  std::string arn_prefix = {};  // "arn:aws:sqs:"
  RetryPolicy policy = {};
  std::function<Outcome(const Message&)> deliver = {};  // on a fiber of its own; may wait
  // What goes to the dead-letter target, made from the message and the last reason. Without it: the payload as it is.
  std::function<Message(const Message&, const std::string& reason)> bury = {};
};

class Deliveries {
 public:
  Deliveries(loop::Loop& loop, store::Store& store);
  ~Deliveries();

  void add_target(Target target);  // before start()
  // Goes on with what the store holds from before.
  void start();

  // Sends within the caller's transaction: the message is on its way when that has committed. Fills in id and sent.
  void send(store::Transaction& transaction, Message message);

  std::size_t pending() const { return pending_.size(); }

  // What is on its way stays in the store for the next start; an attempt that runs is cancelled. Before targets go.
  void stop();

 private:
  struct Pending {
    Message message = {};
    loop::Timer timer = {};
    Duration pause = {};  // before the target without room is asked again; doubles
  };
  const Target* find_target(std::string_view arn) const;
  void schedule(const std::string& key, Message message, TimePoint due);
  void attempt(const std::string& key);
  void deliver(const std::string& key);
  void give_up(const std::string& key, const Message& message, const Target* target, const std::string& reason);

  loop::Loop& loop_;
  store::Store& store_;
  store::Space space_ = {};
  std::vector<Target> targets_ = {};
  std::map<std::string, Pending> pending_ = {};  // by key in the store, which is in the order of sending
  std::uint64_t next_ = 0;
};

}  // namespace delivery
