#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "contracts/json_schema.h"

namespace contracts {

// The JSON Schemas that are the house's own, a file each in infra/schemas: what a contract may emit (order.v1,
// inventory.v1), the envelope around it (envelope.v1), and what a contract file itself looks like (contract.v1).
class StandardSchemas {
 public:
  // Throws ContractError where one is missing or does not compile.
  static StandardSchemas load(const std::filesystem::path& folder);

  const JsonSchema& get(std::string_view name) const;  // a name that is none of the four is a mistake of the caller's

 private:
  std::map<std::string, JsonSchema, std::less<>> schemas_ = {};
};

}  // namespace contracts
