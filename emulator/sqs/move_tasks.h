#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/loop/loop.h"
#include "emulator/sqs/queues.h"
#include "emulator/store/store.h"

namespace sqs {

// A dead-letter queue redrive. (SQS API Reference, StartMessageMoveTask)
struct MoveTask {
  enum class Status { kRunning, kCompleted, kCancelled, kFailed };
  std::string id = {};
  std::string source = {};
  std::string destination = {};  // empty: where each message came from
  std::optional<std::int64_t> messages_per_second = {};
  Status status = Status::kRunning;
  std::uint64_t before = 0;  // only what was sent before it began is moved, so that it comes to an end
  std::uint64_t to_move = 0, moved = 0;
  TimePoint started = {};
  std::string failure_reason = {};

  std::string handle() const;  // what callers name it by; opaque to them
};

// The redrives of all queues: kept until ten later ones of the same source have started. One that runs goes on after a
// restart: what it moved and how far it got are one transaction.
class MoveTasks {
 public:
  MoveTasks(loop::Loop& loop, store::Store& store, Queues& queues);

  // Throws the faults of StartMessageMoveTask. The handle.
  std::string start(const std::string& source, const std::string& destination,
                    std::optional<std::int64_t> messages_per_second);
  std::uint64_t cancel(const std::string& handle);  // how many it had moved; throws where it does not run
  std::vector<MoveTask> list(const std::string& source, std::size_t most) const;  // the latest first

 private:
  struct Running {
    MoveTask task = {};
    loop::Timer timer = {};
  };
  void run_at(std::uint64_t number, TimePoint time);
  void run(std::uint64_t number);
  void put(store::Transaction& transaction, std::uint64_t number, const MoveTask& task);
  void forget_old(store::Transaction& transaction, const std::string& source);

  loop::Loop& loop_;
  store::Store& store_;
  Queues& queues_;
  store::Space space_ = {};
  std::map<std::uint64_t, Running> tasks_ = {};  // in the order of starting
  std::uint64_t next_ = 1;
};

}  // namespace sqs
