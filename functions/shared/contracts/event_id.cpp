#include "contracts/event_id.h"

#include "base/digest.h"
#include "base/text.h"
#include "contracts/raw_json.h"

namespace contracts {
namespace event_id_detail {

std::optional<std::string> find_in_body(std::string_view body, std::string_view pointer) {
  const auto parsed = parse_raw(body);
  const auto* document = std::get_if<RawDocument>(&parsed);
  const base::Json* value = document ? find_pointer(document->mapping_input(), pointer) : nullptr;
  if (!value || (!value->is_string() && !value->is_number())) return {};
  return value->is_string() ? value->as_string() : value->dump();
}

std::optional<std::string> find_by(const EventIdRule& rule, const FindHeader& find_header, std::string_view body) {
  switch (rule.from) {
    case EventIdRule::From::kHeader:
      return find_header(rule.argument);
    case EventIdRule::From::kBody:
      return find_in_body(body, rule.argument);
    case EventIdRule::From::kSha256:
      return base::to_hex(base::sha256(body));
  }
  return {};
}

}  // namespace event_id_detail

std::optional<std::string> find_event_id(const std::vector<EventIdRule>& rules, const FindHeader& find_header,
                                         std::string_view body) {
  for (const EventIdRule& rule : rules) {
    auto found = event_id_detail::find_by(rule, find_header, body);
    if (found && !found->empty()) return found;
  }
  return {};
}

}  // namespace contracts
