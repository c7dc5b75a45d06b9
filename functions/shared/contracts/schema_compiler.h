#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "contracts/schema_node.h"

namespace contracts {

// Turns a schema into nodes. Each schema is compiled once, so that a $ref may lead to itself.
class SchemaCompiler {
 public:
  using Nodes = std::vector<std::unique_ptr<JsonSchema::Node>>;

  SchemaCompiler(const base::Json& document, Nodes& nodes) : document_(document), nodes_(nodes) {}

  // The node of the schema that the pointer leads to. Throws SchemaError.
  const JsonSchema::Node* compile(const std::string& pointer);

 private:
  void read_keyword(JsonSchema::Node& node, const std::string& name, const base::Json& value, const std::string& at);

  const base::Json& document_;
  Nodes& nodes_;
  std::map<std::string, const JsonSchema::Node*> known_ = {};  // by pointer
};

}  // namespace contracts
