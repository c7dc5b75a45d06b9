#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace replay {

// A value inside an input that came from outside: not the names of resources, which the template has too.
struct InputText {
  enum class Area { kHeader, kQuery, kPath, kKey, kBody };
  Area area = Area::kBody;
  std::vector<std::string> names = {};  // of a header, of a parameter; the way into a body
  std::string path = {};                // JSON Pointer from the input; a text that holds JSON counts as that JSON
};

// Shows every text and number; what the visitor gives is put in its place. Also in JSON that is inside of a text
// (a message in a notification in a message), and in forms. What is not changed keeps its bytes.
using InputVisitor = std::function<std::optional<base::Json>(const InputText& where, const base::Json& value)>;
void visit_texts(base::Json& input, const InputVisitor& visit);

}  // namespace replay
