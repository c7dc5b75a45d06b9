#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "emulator/events/rule.h"

namespace events {

// What a target gets of an event: the event itself, the constant Input, the part that InputPath names, or the template
// of InputTransformer, filled in.
struct Occasion {
  std::string event = {};  // JSON
  std::string rule_arn = {};
  std::string rule_name = {};
  base::TimePoint ingested = {};
};
// `settings` as Target has them. Nothing where InputPath leads nowhere: then there is nothing to send.
std::optional<std::string> input_of(const base::Json& settings, const Occasion& occasion);

// The names between < and > in a template.
std::vector<std::string> placeholders_of(std::string_view input_template);
bool is_reserved_placeholder(std::string_view name);

}  // namespace events
