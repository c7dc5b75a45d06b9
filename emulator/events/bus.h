#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/time.h"

namespace events {

using base::TimePoint;
using Tags = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::string_view kDefaultBus = "default";

// An event bus. Its rules name it by its ARN.
struct Bus {
  std::string account = {};
  std::string region = {};
  std::string name = {};
  std::string description = {};
  base::Json policy = {};  // who else may put events; null where there is none. Kept and shown: nobody else is here
  base::Json dead_letter = {};
  Tags tags = {};
  TimePoint created = {}, modified = {};

  std::string arn() const;
};

base::Json encode(const Bus& bus);
Bus decode_bus(std::string_view record);

base::Json encode(const Tags& tags);  // [{"Key", "Value"}], as AWS shows them
Tags decode_tags(const base::Json& tags);
// Tags of the same key are replaced.
void add_tags(Tags& tags, const Tags& more);
void remove_tags(Tags& tags, const std::vector<std::string>& keys);

// "arn:aws:events:us-east-1:000000000000:rule/orders/new" → its parts; empty where it is no ARN of EventBridge.
struct Arn {
  std::string region = {};
  std::string account = {};
  std::string kind = {};  // "event-bus", "rule", "archive", "replay"
  std::string rest = {};  // "orders/new"
};
Arn parse_arn(std::string_view text);

}  // namespace events
