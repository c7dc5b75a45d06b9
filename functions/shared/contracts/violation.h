#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace contracts {

// Where on its way a payload broke its contract.
enum class Stage { kSyntax, kAccepts, kMapping, kEmits };
std::string_view name_of(Stage stage);  // "syntax", "accepts", "mapping", "emits"

// One breach: there is no message in it, so that it says the same in every language and version.
struct Violation {
  Stage stage = Stage::kSyntax;
  std::string path = {};  // JSON Pointer (RFC 6901); an `emits` path begins with the record's number
  std::string rule = {};  // the syntax rule, the JSON Schema keyword, the host function or JSONata code
  std::optional<std::string> value =
      {};  // what stands there, as JSON text cut to 256 bytes; for people, never compared
};

// By path, then by rule (both in UTF-16 code units), each (path, rule) once.
std::vector<Violation> sorted(std::vector<Violation> violations);

// {"stage", "path", "rule"}, and "value" where it is asked for and known.
enum class Values { kLeaveOut, kShow };
base::Json to_json(const Violation& violation, Values values = Values::kLeaveOut);

// `token` as a step of a JSON Pointer, '/' before it: "/a~1b".
std::string pointer_step(std::string_view token);
// What the pointer leads to; null where it leads nowhere. (RFC 6901)
const base::Json* find_pointer(const base::Json& document, std::string_view pointer);

// A value for people: its JSON text, at most 256 bytes of it.
std::string show_value(const base::Json& value);

}  // namespace contracts
