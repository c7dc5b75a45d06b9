#include "emulator/sqs/description.h"

#include <fmt/format.h>

#include <algorithm>

#include "emulator/sqs/attributes.h"
#include "emulator/sqs/errors.h"

namespace sqs {

using base::Json;

std::string queue_arn(std::string_view region, std::string_view account, std::string_view name) {
  return fmt::format("arn:aws:sqs:{}:{}:{}", region, account, name);
}

std::string QueueDescription::arn() const { return queue_arn(region, account, name); }

void check_queue_name(std::string_view name, bool fifo) {
  constexpr std::string_view kSuffix = ".fifo";
  const auto is_plain = [](std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
  };
  if (!fifo) {
    if (is_plain(name) && name.size() <= 80) return;
    throw invalid_parameter_value(
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
  }
  if (name.ends_with(kSuffix) && is_plain(name.substr(0, name.size() - kSuffix.size())) && name.size() <= 80) return;
  throw invalid_parameter_value(
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo "
      "suffix and be 1 to 80 in length.");
}

Json encode(const QueueDescription& d) {
  Json tags = Json::object();
  for (const auto& [key, value] : d.tags) tags.set(key, value);
  Json attributes = Json::object();
  for (const std::string_view name : kSettableAttributes) {
    if (auto value = find_attribute(d, name)) attributes.set(name, std::move(*value));
  }
  return {{"name", d.name},
          {"account", d.account},
          {"region", d.region},
          {"attributes", std::move(attributes)},
          {"tags", std::move(tags)}};
}

QueueDescription decode_description(const Json& record) {
  const Json& shown = record.at("attributes");
  QueueDescription d{.name = record.at("name").as_string(),
                     .account = record.at("account").as_string(),
                     .region = record.at("region").as_string(),
                     .fifo = shown.text("FifoQueue") == "true"};
  Attributes attributes;
  for (const auto& [name, value] : shown.members()) attributes.emplace_back(name, value.as_string());
  set_attributes(d, attributes);
  for (const auto& [key, value] : record.at("tags").members()) d.tags.emplace_back(key, value.as_string());
  return d;
}

}  // namespace sqs
