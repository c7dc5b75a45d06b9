#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "contracts/ecma_pattern.h"
#include "contracts/json_schema.h"

namespace contracts {

// The kinds of value that `type` names, a bit each.
enum SchemaType : unsigned {
  kNullType = 1,
  kBooleanType = 2,
  kObjectType = 4,
  kArrayType = 8,
  kNumberType = 16,
  kStringType = 32,
  kIntegerType = 64,
};

// One compiled schema: what its keywords say. The nodes belong to the JsonSchema that compiled them.
struct JsonSchema::Node {
  std::optional<unsigned> types = {};  // SchemaType bits
  std::optional<base::Json> constant = {};
  std::optional<base::Json> choices = {};  // enum
  std::vector<std::string> required = {};
  std::vector<std::pair<std::string, const Node*>> properties = {};
  bool closed = false;  // additionalProperties: false
  std::vector<std::pair<std::string, std::vector<std::string>>> dependent_required = {};
  const Node* items = nullptr;
  std::optional<EcmaPattern> pattern = {};
  std::optional<std::size_t> min_length = {}, max_length = {}, min_items = {}, max_items = {}, min_properties = {};
  std::optional<double> minimum = {}, maximum = {};
  std::vector<const Node*> any_of = {};
  const Node* unwanted = nullptr;                                                   // not
  const Node *condition = nullptr, *consequence = nullptr, *alternative = nullptr;  // if, then, else
  const Node* reference = nullptr;                                                  // $ref
};

}  // namespace contracts
