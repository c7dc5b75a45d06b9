#include "emulator/sqs/place_record.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/text.h"

namespace sqs {
namespace place_record_detail {

constexpr std::size_t kDigits = 20;

std::int64_t nanoseconds_of(TimePoint time) { return time.time_since_epoch().count(); }

}  // namespace place_record_detail

using namespace place_record_detail;

std::string place_prefix(std::uint64_t queue) { return fmt::format("{:020}/", queue); }

std::string place_key(std::uint64_t queue, std::uint64_t sequence) {
  return fmt::format("{:020}/{:020}", queue, sequence);
}

std::uint64_t queue_of(std::string_view key) { return std::stoull(std::string(key.substr(0, kDigits))); }

// Numbers with a blank between them, and behind those a group: a queue of a million messages reads a million of these
// at start. No group has a blank in it.
std::string encode(const Place& place) {
  std::string record = fmt::format("{} {} {} {} {} {} {}", nanoseconds_of(place.sent), nanoseconds_of(place.visible_at),
                                   nanoseconds_of(place.received), nanoseconds_of(place.first_received), place.receives,
                                   place.earlier_receives, place.bytes);
  if (!place.group.empty()) record += " " + place.group;
  return record;
}

Place decode_place(std::string_view key, std::string_view record) {
  const auto parts = base::split(record, ' ');
  CHECK((parts.size() == 7 || parts.size() == 8) && key.size() == 2 * kDigits + 1);
  const auto number = [&](std::size_t index) { return base::parse_int(parts[index]).value_or(0); };
  const auto time = [&](std::size_t index) { return TimePoint(Duration(number(index))); };
  return {.sequence = std::stoull(std::string(key.substr(kDigits + 1))),
          .sent = time(0),
          .visible_at = time(1),
          .received = time(2),
          .first_received = time(3),
          .receives = static_cast<std::uint32_t>(number(4)),
          .earlier_receives = static_cast<std::uint32_t>(number(5)),
          .bytes = static_cast<std::uint32_t>(number(6)),
          .group = parts.size() == 8 ? std::string(parts[7]) : std::string()};
}

std::string encode(const Receipt& receipt) {
  return base::to_base64(fmt::format("{} {} {}", receipt.message_id, receipt.sequence, receipt.receives));
}

std::optional<Receipt> parse_receipt(std::string_view handle) {
  const auto text = base::from_base64(handle);
  if (!text) return std::nullopt;
  const auto parts = base::split(*text, ' ');
  if (parts.size() != 3) return std::nullopt;
  const auto sequence = base::parse_int(parts[1]), receives = base::parse_int(parts[2]);
  if (!sequence || *sequence < 0 || !receives || *receives < 1 || *receives > UINT32_MAX) return std::nullopt;
  return Receipt{.message_id = std::string(parts[0]),
                 .sequence = static_cast<std::uint64_t>(*sequence),
                 .receives = static_cast<std::uint32_t>(*receives)};
}

}  // namespace sqs
