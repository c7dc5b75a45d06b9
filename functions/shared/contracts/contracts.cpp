#include "contracts/contracts.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "contracts/contract_error.h"

namespace contracts {

namespace fs = std::filesystem;

Contracts Contracts::load(const fs::path& folder) {
  Contracts all(StandardSchemas::load(folder / ".." / "schemas"));
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  if (error) throw ContractError(folder.string(), "", error.message());
  if (files.empty()) throw ContractError(folder.string(), "", "there is no contract in this folder");
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    Contract contract = Contract::parse(file.string(), read_file(file), all.schemas_);
    const std::string name = fmt::format("{}@{}.json", contract.id(), contract.version());
    if (file.filename() != name) throw ContractError(file.string(), "", "by its id and version its name is " + name);
    all.by_id_[contract.id()].push_back(std::move(contract));
  }
  for (auto& [id, versions] : all.by_id_) {
    std::sort(versions.begin(), versions.end(),
              [](const Contract& a, const Contract& b) { return a.version() > b.version(); });
    for (const Contract& contract : versions) {
      if (contract.emits() != versions.front().emits())
        throw ContractError(folder.string(), id, "its versions emit different types");
    }
  }
  return all;
}

Contracts Contracts::load_one(const fs::path& file, const fs::path& schemas) {
  Contracts one(StandardSchemas::load(schemas));
  Contract contract = Contract::parse(file.string(), read_file(file), one.schemas_);
  one.by_id_[contract.id()].push_back(std::move(contract));
  return one;
}

std::vector<std::string> Contracts::ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, versions] : by_id_) ids.push_back(id);
  return ids;
}

const std::vector<Contract>& Contracts::versions(std::string_view id) const {
  static const std::vector<Contract> none;
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? none : found->second;
}

const Contract* Contracts::find(std::string_view id, std::int64_t version) const {
  for (const Contract& contract : versions(id)) {
    if (contract.version() == version) return &contract;
  }
  return nullptr;
}

const Contract* Contracts::find_newest(std::string_view id) const {
  const auto& all = versions(id);
  return all.empty() ? nullptr : &all.front();
}

}  // namespace contracts
