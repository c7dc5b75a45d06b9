#include "contracts/violation.h"

#include <algorithm>

#include "base/text.h"
#include "contracts/canonical_json.h"

namespace contracts {
namespace violation_detail {

constexpr std::size_t kShownBytes = 256;

bool comes_before(const Violation& a, const Violation& b) {
  if (const auto order = compare_code_units(a.path, b.path); order != 0) return order < 0;
  return compare_code_units(a.rule, b.rule) < 0;
}

}  // namespace violation_detail

using base::Json;

std::string_view name_of(Stage stage) {
  switch (stage) {
    case Stage::kSyntax:
      return "syntax";
    case Stage::kAccepts:
      return "accepts";
    case Stage::kMapping:
      return "mapping";
    case Stage::kEmits:
      return "emits";
  }
  return "";
}

std::vector<Violation> sorted(std::vector<Violation> violations) {
  std::stable_sort(violations.begin(), violations.end(), violation_detail::comes_before);
  const auto same = [](const Violation& a, const Violation& b) { return a.path == b.path && a.rule == b.rule; };
  violations.erase(std::unique(violations.begin(), violations.end(), same), violations.end());
  return violations;
}

Json to_json(const Violation& violation, Values values) {
  Json json{{"stage", name_of(violation.stage)}, {"path", violation.path}, {"rule", violation.rule}};
  if (values == Values::kShow && violation.value) json.set("value", *violation.value);
  return json;
}

std::string pointer_step(std::string_view token) {
  std::string step = "/";
  for (const char c : token) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

const Json* find_pointer(const Json& document, std::string_view pointer) {
  const Json* at = &document;
  while (!pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    const std::string token = base::replace_all(base::replace_all(pointer.substr(1, end - 1), "~1", "/"), "~0", "~");
    pointer.remove_prefix(end);
    if (at->is_array()) {
      const auto index = base::parse_int(token);
      const bool canonical = index && *index >= 0 && std::to_string(*index) == token;
      if (!canonical || static_cast<std::size_t>(*index) >= at->size()) return nullptr;
      at = &at->elements()[static_cast<std::size_t>(*index)];
    } else {
      at = at->find(token);
      if (!at) return nullptr;
    }
  }
  return at;
}

std::string show_value(const Json& value) {
  const std::string text = value.dump();
  return std::string(base::truncate_utf8(text, violation_detail::kShownBytes));
}

}  // namespace contracts
