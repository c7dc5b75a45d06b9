#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/client.h"
#include "base/time.h"

namespace ports {

// EventBridge's archive of a bus, and replays from it.
class EventArchive {
 public:
  // `arn` may be empty: then there is no archive.
  EventArchive(aws::Client& client, std::string arn, std::string bus_arn)
      : client_(client), arn_(std::move(arn)), bus_arn_(std::move(bus_arn)) {}

  // Whether it has kept everything since then.
  bool reaches_back_to(base::TimePoint time, base::TimePoint now);
  // Starts the replay of that name, once: one that was started before counts.
  void replay(std::string_view name, base::TimePoint from, base::TimePoint to);
  // STARTING, RUNNING, COMPLETED, CANCELLING, CANCELLED, FAILED; nothing where there is none of that name.
  std::optional<std::string> find_state(std::string_view name);

 private:
  aws::Client& client_;
  std::string arn_;
  std::string bus_arn_;
};

}  // namespace ports
