#include "emulator/events/event.h"

#include <fmt/format.h>

#include "base/json.h"
#include "emulator/events/errors.h"
#include "emulator/events/json_path.h"

namespace events {
namespace {

constexpr std::size_t kTimeBytes = 14;

EntryError missing(std::string_view name) {
  return {.code = "InvalidArgument",
          .message = fmt::format("Parameter {0} is not valid. Reason: {0} is a required argument.", name)};
}

}  // namespace

std::string Event::to_json() const {
  std::string list;
  for (const std::string& resource : resources) list += (list.empty() ? "" : ",") + base::quote_json(resource);
  return fmt::format(
      R"({{"version":"0","id":{},"detail-type":{},"source":{},"account":{},"time":"{}","region":{}{},"resources":[{}],"detail":{}}})",
      base::quote_json(id), base::quote_json(detail_type), base::quote_json(source), base::quote_json(account),
      base::format_iso8601(time, base::Precision::kSeconds), base::quote_json(region),
      replay_name.empty() ? "" : ",\"replay-name\":" + base::quote_json(replay_name), list, detail);
}

Event parse_event(const std::string& json) {
  const base::Json all = base::Json::parse(json);
  Event event{.id = all.text("id"),
              .detail_type = all.text("detail-type"),
              .source = all.text("source"),
              .account = all.text("account"),
              .time = base::parse_iso8601(all.text("time")).value_or(base::TimePoint{}),
              .region = all.text("region"),
              .detail = JsonPath::parse("$.detail")->select(json).value_or("{}"),
              .replay_name = all.text("replay-name")};
  if (const base::Json* resources = all.find("resources")) {
    for (const base::Json& resource : resources->elements()) event.resources.push_back(resource.as_string());
  }
  return event;
}

std::variant<Entry, EntryError> parse_entry(const protocol::Fields& in) {
  if (!in.unknown({"Time", "Source", "Resources", "DetailType", "Detail", "EventBusName", "TraceHeader"}).empty()) {
    throw not_supported(
        in.unknown({"Time", "Source", "Resources", "DetailType", "Detail", "EventBusName", "TraceHeader"}).front());
  }
  Entry entry{.bus = in.string_or("EventBusName", ""),
              .event = {.detail_type = in.string_or("DetailType", ""),
                        .source = in.string_or("Source", ""),
                        .resources = in.strings("Resources")}};
  const std::string detail = in.string_or("Detail", "");
  if (entry.event.source.empty()) return missing("Source");
  if (entry.event.detail_type.empty()) return missing("DetailType");
  if (detail.empty()) return missing("Detail");
  if (entry.event.source.starts_with("aws.")) {
    return EntryError{.code = "NotAuthorizedForSource", .message = "Not authorized for the source."};
  }
  try {
    entry.event.detail = patterns::minify_json(detail);
  } catch (const patterns::JsonTextError&) {
    entry.event.detail.clear();
  }
  if (!entry.event.detail.starts_with('{')) {
    return EntryError{.code = "MalformedDetail", .message = "Detail is malformed."};
  }
  if (const base::Json* time = in.find("Time")) {
    entry.has_time = true;
    if (time->is_number()) {
      entry.event.time = base::from_epoch_seconds(time->as_double());
    } else if (const auto read = base::parse_iso8601(in.string("Time"))) {
      entry.event.time = *read;
    } else {
      throw wrong_kind(in.path_of("Time"), "timestamp", *time);
    }
  }
  return entry;
}

std::size_t size_of_entry(const protocol::Fields& in) {
  std::size_t size = in.has("Time") ? kTimeBytes : 0;
  for (const std::string_view name : {"Source", "DetailType", "Detail"}) size += in.string_or(name, "").size();
  for (const std::string& resource : in.strings("Resources")) size += resource.size();
  return size;
}

}  // namespace events
