#include "contracts/standard_schemas.h"

#include "base/check.h"
#include "contracts/contract_error.h"

namespace contracts {

StandardSchemas StandardSchemas::load(const std::filesystem::path& folder) {
  StandardSchemas all;
  for (const char* name : {"contract.v1", "envelope.v1", "inventory.v1", "order.v1"}) {
    const std::filesystem::path file = folder / (std::string(name) + ".json");
    try {
      all.schemas_.emplace(name, JsonSchema(parse_file_text(file.string(), read_file(file))));
    } catch (const SchemaError& error) {
      throw ContractError(file.string(), error.pointer, error.what());
    }
  }
  return all;
}

const JsonSchema& StandardSchemas::get(std::string_view name) const {
  const auto found = schemas_.find(name);
  CHECK(found != schemas_.end());
  return found->second;
}

}  // namespace contracts
