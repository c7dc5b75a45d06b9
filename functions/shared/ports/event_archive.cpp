#include "ports/event_archive.h"

namespace ports {

using base::Json;

bool EventArchive::reaches_back_to(base::TimePoint time, base::TimePoint now) {
  if (arn_.empty()) return false;
  const Json archive =
      client_.call(aws::kEventBridge, "DescribeArchive", {{"ArchiveName", arn_.substr(arn_.rfind('/') + 1)}});
  const Json* created = archive.find("CreationTime");
  const Json* days = archive.find("RetentionDays");  // 0: for ever
  if (archive.text("State") != "ENABLED" || !created || !created->is_number()) return false;
  const bool is_kept = !days || days->as_int() == 0 || now - time < std::chrono::hours(24) * days->as_int();
  return base::from_epoch_seconds(created->as_double()) <= time && is_kept;
}

void EventArchive::replay(std::string_view name, base::TimePoint from, base::TimePoint to) {
  try {
    client_.call(aws::kEventBridge, "StartReplay",
                 {{"ReplayName", name},
                  {"EventSourceArn", arn_},
                  {"EventStartTime", base::to_epoch_seconds(from)},
                  {"EventEndTime", base::to_epoch_seconds(to)},
                  {"Destination", {{"Arn", bus_arn_}}}},
                 aws::Repeat::kYes);
  } catch (const aws::Error& error) {
    if (error.code() != "ResourceAlreadyExistsException") throw;
  }
}

std::optional<std::string> EventArchive::find_state(std::string_view name) {
  try {
    return client_.call(aws::kEventBridge, "DescribeReplay", {{"ReplayName", name}}).text("State");
  } catch (const aws::Error& error) {
    if (error.code() == "ResourceNotFoundException") return std::nullopt;
    throw;
  }
}

}  // namespace ports
