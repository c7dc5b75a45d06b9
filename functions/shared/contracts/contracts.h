#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/contract.h"
#include "contracts/standard_schemas.h"

namespace contracts {

// Every contract there is, each id with its versions. A vendor is added by adding a file: <id>@<version>.json.
class Contracts {
 public:
  // All *.json directly in `folder`, with the schemas of the folder `schemas` beside it. Throws ContractError for the
  // first file (in the order of their names) that does not compile or is not named for what it holds.
  static Contracts load(const std::filesystem::path& folder);

  // One alone, whatever its file is called: for its author.
  static Contracts load_one(const std::filesystem::path& file, const std::filesystem::path& schemas);

  std::vector<std::string> ids() const;  // ascending
  // The versions of one id, newest first; empty where there is none.
  const std::vector<Contract>& versions(std::string_view id) const;
  const Contract* find(std::string_view id, std::int64_t version) const;
  const Contract* find_newest(std::string_view id) const;

  const StandardSchemas& schemas() const { return schemas_; }

 private:
  explicit Contracts(StandardSchemas schemas) : schemas_(std::move(schemas)) {}

  StandardSchemas schemas_;
  std::map<std::string, std::vector<Contract>, std::less<>> by_id_ = {};
};

}  // namespace contracts
