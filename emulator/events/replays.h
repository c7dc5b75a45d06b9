#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/events/archives.h"
#include "emulator/events/publisher.h"
#include "emulator/events/records.h"

namespace events {

// Replays: events of an archive, sent to their bus again, oldest first. Each piece is on its way, and how far the
// replay has come is stored, in one transaction: after a crash it goes on where it stood.
class Replays {
 public:
  Replays(loop::Loop& loop, store::Store& store, Archives& archives, Publisher& publisher);

  void start();               // goes on with what ran when the emulator ended
  void start(Replay replay);  // throws limit_exceeded()
  void cancel(const std::string& arn);
  const Replay* find(std::string_view arn) const;
  std::vector<const Replay*> list(std::string_view account, std::string_view region) const;  // by name

 private:
  void save(store::Transaction& transaction, const Replay& replay);
  void go_on(const std::string& arn, base::Duration pause = {});
  void step(const std::string& arn);

  loop::Loop& loop_;
  store::Store& store_;
  Archives& archives_;
  Publisher& publisher_;
  store::Space space_ = {};
  Records<Replay> replays_ = {};  // by ARN
  std::map<std::string, loop::Timer> timers_ = {};
};

}  // namespace events
