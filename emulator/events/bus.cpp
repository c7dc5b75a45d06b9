#include "emulator/events/bus.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace events {

using base::Json;

std::string Bus::arn() const { return fmt::format("arn:aws:events:{}:{}:event-bus/{}", region, account, name); }

Json encode(const Tags& tags) {
  Json list = Json::array();
  for (const auto& [key, value] : tags) list.push_back({{"Key", key}, {"Value", value}});
  return list;
}

Tags decode_tags(const Json& tags) {
  Tags result;
  for (const Json& tag : tags.elements()) result.emplace_back(tag.text("Key"), tag.text("Value"));
  return result;
}

void add_tags(Tags& tags, const Tags& more) {
  for (const auto& [key, value] : more) {
    const auto there = std::ranges::find(tags, key, &Tags::value_type::first);
    if (there == tags.end()) {
      tags.emplace_back(key, value);
    } else {
      there->second = value;
    }
  }
}

void remove_tags(Tags& tags, const std::vector<std::string>& keys) {
  std::erase_if(tags, [&](const auto& tag) { return std::ranges::find(keys, tag.first) != keys.end(); });
}

Json encode(const Bus& bus) {
  return {{"account", bus.account},
          {"region", bus.region},
          {"name", bus.name},
          {"description", bus.description},
          {"policy", bus.policy},
          {"deadLetter", bus.dead_letter},
          {"tags", encode(bus.tags)},
          {"created", base::to_epoch_millis(bus.created)},
          {"modified", base::to_epoch_millis(bus.modified)}};
}

Bus decode_bus(std::string_view record) {
  const Json j = Json::parse(record);
  return {.account = j.at("account").as_string(),
          .region = j.at("region").as_string(),
          .name = j.at("name").as_string(),
          .description = j.at("description").as_string(),
          .policy = j.at("policy"),
          .dead_letter = j.at("deadLetter"),
          .tags = decode_tags(j.at("tags")),
          .created = base::from_epoch_millis(j.at("created").as_int()),
          .modified = base::from_epoch_millis(j.at("modified").as_int())};
}

Arn parse_arn(std::string_view text) {
  const auto parts = base::split(text, ':');
  if (parts.size() != 6 || parts[0] != "arn" || parts[2] != "events") return {};
  const auto slash = parts[5].find('/');
  if (slash == std::string_view::npos) return {};
  return {.region = std::string(parts[3]),
          .account = std::string(parts[4]),
          .kind = std::string(parts[5].substr(0, slash)),
          .rest = std::string(parts[5].substr(slash + 1))};
}

}  // namespace events
