#include "domain/event_key.h"

#include <charconv>

#include "base/check.h"

namespace domain {
namespace event_key_detail {

std::uint64_t get_sequence(const std::string& text) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  CHECK(read.ec == std::errc() && read.ptr == text.data() + text.size());  // the schema allows up to 19 digits
  return value;
}

}  // namespace event_key_detail

using base::Json;

EventKey key_of(const Json& record, std::string_view event_id, std::int64_t number) {
  EventKey key{.effective_at = record.text("updatedAt", record.text("effectiveAt")),
               .event_id = std::string(event_id),
               .record = number};
  if (const Json* sequence = record.find("sequence"))
    key.sequence = event_key_detail::get_sequence(sequence->as_string());
  return key;
}

Json to_json(const EventKey& key) {
  const Json sequence = key.sequence ? Json(std::to_string(*key.sequence)) : Json();
  return Json::array({key.effective_at, sequence, key.event_id, key.record});
}

EventKey parse_event_key(const Json& json) {
  EventKey key{.effective_at = json.at(std::size_t{0}).as_string(),
               .event_id = json.at(2).as_string(),
               .record = json.at(3).as_int()};
  if (const Json& sequence = json.at(1); !sequence.is_null())
    key.sequence = event_key_detail::get_sequence(sequence.as_string());
  return key;
}

}  // namespace domain
