#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "contracts/violation.h"

namespace contracts {

// A JSON Schema (2020-12), as far as contracts and the standard representation use it. Ours, because a violation names
// path and keyword and nothing else, in the same way for ever.
//
//   asserted  type required properties additionalProperties(false) items enum const pattern minLength maxLength minimum
//             maximum minItems maxItems minProperties dependentRequired anyOf not if/then/else $ref (into $defs)
//   said      $schema $id $comment $defs title description
//
// Everything else is refused when the schema is compiled: above all multipleOf (doubles) and format (implementations
// differ).
class JsonSchema {
 public:
  // Throws SchemaError.
  explicit JsonSchema(const base::Json& schema);
  ~JsonSchema();
  JsonSchema(JsonSchema&&) noexcept;
  JsonSchema& operator=(JsonSchema&&) noexcept;

  // Every breach, sorted; paths begin with `base`. `required`, `dependentRequired` and `additionalProperties` point at
  // the member itself; of a failed anyOf or not only that keyword counts; `if` never does.
  std::vector<Violation> check(const base::Json& value, Stage stage, std::string_view base = {}) const;

  struct Node;

 private:
  std::vector<std::unique_ptr<Node>> nodes_;
  const Node* root_ = nullptr;
};

struct SchemaError : std::runtime_error {
  SchemaError(std::string at, const std::string& message) : std::runtime_error(message), pointer(std::move(at)) {}
  std::string pointer = {};  // where in the schema
};

}  // namespace contracts
