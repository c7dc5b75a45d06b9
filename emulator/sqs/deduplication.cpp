#include "emulator/sqs/deduplication.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/text.h"

namespace sqs {
namespace deduplication_detail {

constexpr base::Duration kInterval = std::chrono::minutes(5);

}  // namespace deduplication_detail

using namespace deduplication_detail;

std::string Deduplication::key_of(std::string_view id, std::string_view group, bool by_group) {
  return by_group ? fmt::format("{} {}", group, id) : std::string(id);
}

const Deduplication::Entry* Deduplication::find(std::string_view key, TimePoint now) const {
  const auto found = entries_.find(key);
  return found == entries_.end() || found->second.sent + kInterval <= now ? nullptr : &found->second;
}

void Deduplication::add(const std::string& key, const Entry& entry) {
  erase(key);
  entries_[key] = entry;
  by_time_.emplace(entry.sent, key);
}

void Deduplication::erase(const std::string& key) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return;
  by_time_.erase({found->second.sent, key});
  entries_.erase(found);
}

void Deduplication::clear() {
  entries_.clear();
  by_time_.clear();
}

std::vector<std::string> Deduplication::expired(TimePoint now, std::size_t most) const {
  std::vector<std::string> result;
  for (const auto& [sent, key] : by_time_) {
    if (result.size() == most || sent + kInterval > now) break;
    result.push_back(key);
  }
  return result;
}

std::vector<std::string> Deduplication::keys() const {
  std::vector<std::string> result;
  for (const auto& [key, entry] : entries_) result.push_back(key);
  return result;
}

std::string encode(const Deduplication::Entry& entry) {
  return fmt::format("{} {} {}", entry.sent.time_since_epoch().count(), entry.sequence, entry.message_id);
}

Deduplication::Entry decode_deduplication(std::string_view record) {
  const auto parts = base::split(record, ' ');
  CHECK(parts.size() == 3);
  return {.sent = TimePoint(base::Duration(base::parse_int(parts[0]).value_or(0))),
          .message_id = std::string(parts[2]),
          .sequence = static_cast<std::uint64_t>(base::parse_int(parts[1]).value_or(0))};
}

}  // namespace sqs
