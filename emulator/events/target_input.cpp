#include "emulator/events/target_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "emulator/events/json_path.h"

namespace events {
namespace {

using base::Json;

constexpr std::array<std::string_view, 5> kReservedPlaceholders = {"aws.events.rule-arn", "aws.events.rule-name",
                                                                   "aws.events.event.ingestion-time",
                                                                   "aws.events.event", "aws.events.event.json"};

// Calls text(piece, in_quotes) and placeholder(name, in_quotes) for what a template consists of.
template <class Text, class Placeholder>
void each_piece(std::string_view text, const Text& on_text, const Placeholder& on_placeholder) {
  bool quoted = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text[at] == '<' ? text.find('>', at) : std::string_view::npos;
    if (end != std::string_view::npos) {
      on_placeholder(text.substr(at + 1, end - at - 1), quoted);
      at = end + 1;
      continue;
    }
    const std::size_t length = text[at] == '\\' ? std::min<std::size_t>(2, text.size() - at) : 1;
    if (text[at] == '"') quoted = !quoted;
    on_text(text.substr(at, length));
    at += length;
  }
}

// The event's own members without its detail, under the names that this variable has. (EventBridge User Guide,
// "Predefined variables")
std::string without_detail(const std::string& event) {
  Json shown = Json::object();
  const Json all = Json::parse(event);
  for (const auto& [name, value] : all.members()) {
    if (name != "detail") shown.set(name == "detail-type" ? "detailType" : name, value);
  }
  return shown.dump();
}

std::string value_of(std::string_view name, const Json& settings, const Occasion& occasion) {
  if (name == "aws.events.rule-arn") return base::quote_json(occasion.rule_arn);
  if (name == "aws.events.rule-name") return base::quote_json(occasion.rule_name);
  if (name == "aws.events.event.ingestion-time") return base::quote_json(base::format_iso8601(occasion.ingested));
  if (name == "aws.events.event.json") return occasion.event;
  if (name == "aws.events.event") return without_detail(occasion.event);
  const Json* paths = settings.find("InputPathsMap");
  const auto path = JsonPath::parse(paths ? paths->text(name) : "");
  const auto found = path ? path->select(occasion.event) : std::nullopt;
  // What the event does not have is empty text. (EventBridge User Guide, "Input transformation")
  return !found || *found == "null" ? "\"\"" : *found;
}

// A value inside a string of the template: a string without its quotes, everything else without any.
std::string inside_quotes(std::string value) {
  if (value.starts_with('"')) return value.substr(1, value.size() - 2);
  std::erase(value, '"');
  return value;
}

std::string transform(const Json& transformer, const Occasion& occasion) {
  std::string out;
  each_piece(
      transformer.text("InputTemplate"), [&](std::string_view text) { out += text; },
      [&](std::string_view name, bool quoted) {
        std::string value = value_of(name, transformer, occasion);
        out += quoted ? inside_quotes(std::move(value)) : value;
      });
  return out;
}

}  // namespace

std::optional<std::string> input_of(const Json& settings, const Occasion& occasion) {
  if (const Json* input = settings.find("Input"); input && !input->is_null()) return input->as_string();
  if (const Json* transformer = settings.find("InputTransformer")) return transform(*transformer, occasion);
  const std::string path_text = settings.text("InputPath");
  if (path_text.empty()) return occasion.event;
  const auto path = JsonPath::parse(path_text);
  return path ? path->select(occasion.event) : std::nullopt;
}

std::vector<std::string> placeholders_of(std::string_view input_template) {
  std::vector<std::string> names;
  each_piece(
      input_template, [](std::string_view) {}, [&](std::string_view name, bool) { names.emplace_back(name); });
  return names;
}

bool is_reserved_placeholder(std::string_view name) {
  return std::ranges::find(kReservedPlaceholders, name) != kReservedPlaceholders.end();
}

}  // namespace events
