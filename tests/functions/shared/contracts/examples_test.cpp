#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "contracts/contract_error.h"
#include "contracts/normalizer.h"

// infra/contracts and infra/contract-examples. A new contract is tested as soon as its file is there.

namespace contracts {

namespace fs = std::filesystem;
using base::Json;

namespace {

constexpr const char* kReceivedAt = "2026-03-15T00:00:00.000Z";
const fs::path kExamples = "infra/contract-examples";

}  // namespace

// V005 V016 V040 V060
TEST(ContractExamples, EachContractHasSomeAndGivesWhatTheySay) {
  const Contracts all = Contracts::load("infra/contracts");
  Normalizer normalizer(all);
  std::size_t folders = 0;
  for (const std::string& id : all.ids()) {
    for (const Contract& contract : all.versions(id)) {
      const fs::path folder = kExamples / (id + "@" + std::to_string(contract.version()));
      ASSERT_TRUE(fs::is_directory(folder)) << folder << " is missing: " << kExamples / "README.md"
                                            << " says what it holds";
      ++folders;
      std::map<std::string, int> outcomes;
      for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string payload = entry.path().string();
        if (payload.ends_with(".expected.json")) continue;
        const Json expected = Json::parse(read_file(fs::path(payload).replace_extension("expected.json")));
        const Json found = golden_form(normalizer.normalize(read_file(payload), id, kReceivedAt, contract.version()));
        EXPECT_EQ(found, expected) << payload << " gives\n" << found.dump(1);
        ++outcomes[found.text("outcome")];
      }
      EXPECT_GE(outcomes["emitted"], 1) << folder;
      EXPECT_GE(outcomes["violation"], 1) << folder;
    }
  }
  const auto there = std::count_if(fs::directory_iterator(kExamples), fs::directory_iterator(),
                                   [](const auto& entry) { return entry.is_directory(); });
  EXPECT_EQ(static_cast<std::size_t>(there), folders) << "an example of a contract that there is not";
}

// V044: nothing but the payload, the contract and the time of receipt.
TEST(ContractExamples, GiveTheSameAgain) {
  const Contracts all = Contracts::load("infra/contracts");
  Normalizer one(all), other(all);
  for (const auto& entry : fs::recursive_directory_iterator(kExamples)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".json") continue;
    const std::string id = entry.path().parent_path().filename().string();
    const std::string name = id.substr(0, id.find('@')), bytes = read_file(entry.path());
    EXPECT_EQ(golden_form(one.normalize(bytes, name, kReceivedAt)).dump(),
              golden_form(other.normalize(bytes, name, kReceivedAt)).dump())
        << entry.path();
  }
}

}  // namespace contracts
