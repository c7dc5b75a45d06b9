#include "functions/normalize/contract_command.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include "base/text.h"
#include "base/time.h"
#include "contracts/contract_error.h"
#include "contracts/contracts.h"
#include "contracts/instant.h"
#include "contracts/normalizer.h"

namespace normalize {
namespace contract_command_detail {

namespace fs = std::filesystem;
using base::Failure;
using base::Json;

constexpr const char* kUsage =
    "usage: contract CONTRACT PAYLOAD [--received-at T]\n"
    "       contract --cases FILE\n"
    "       contract --check FOLDER\n";

struct Usage {};  // the arguments are wrong

fs::path contracts_folder() {
  if (const char* given = std::getenv("CONTRACTS_DIR")) return given;
  return fs::read_symlink("/proc/self/exe").parent_path() / "contracts";
}

std::string read_input(const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) throw Failure("BadFile", fmt::format("{} cannot be read", file));
  return bytes;
}

std::string parse_received_at(const std::string& text) {
  if (const auto instant = contracts::normalize_instant(text)) return *instant;
  throw Failure("BadTime",
                fmt::format("--received-at wants a time with its zone (2026-01-02T03:04:05Z), not \"{}\"", text));
}

// An id, or id@version.
struct Chosen {
  std::string id = {};
  std::optional<std::int64_t> version = {};
};

Chosen choose(const std::string& name, const contracts::Contracts& all) {
  Chosen chosen{.id = name.substr(0, name.find('@'))};
  const bool has_version = chosen.id.size() < name.size();
  if (has_version) chosen.version = base::parse_int(name.substr(chosen.id.size() + 1)).value_or(-1);
  if (all.find_newest(chosen.id) && (!has_version || all.find(chosen.id, *chosen.version))) return chosen;
  throw Failure("UnknownContract",
                fmt::format("there is no contract {}; there are {}", name, base::join(all.ids(), ", ")));
}

// A file is a contract that may not be among the others yet: alone in a set of its own.
contracts::Contracts load(const std::string& contract) {
  if (contract.ends_with(".json"))
    return contracts::Contracts::load_one(contract, contracts_folder() / ".." / "schemas");
  return contracts::Contracts::load(contracts_folder());
}

Json run_one(contracts::Normalizer& normalizer, const Chosen& chosen, const std::string& payload,
             const std::string& received_at) {
  return contracts::golden_form(normalizer.normalize(read_input(payload), chosen.id, received_at, chosen.version));
}

int run_by_hand(const std::string& contract, const std::string& payload, const std::string& received_at) {
  const contracts::Contracts all = load(contract);
  contracts::Normalizer normalizer(all);
  const Chosen chosen = contract.ends_with(".json") ? Chosen{.id = all.ids().front()} : choose(contract, all);
  std::puts(run_one(normalizer, chosen, payload, received_at).dump(1).c_str());
  return 0;
}

int run_cases(const std::string& file) {
  const contracts::Contracts all = contracts::Contracts::load(contracts_folder());
  contracts::Normalizer normalizer(all);
  const std::string cases = read_input(file);
  for (const std::string_view line : base::split(base::trim(cases), '\n')) {
    const Json one = Json::parse(line);
    std::puts(run_one(normalizer, choose(one.at("contract").as_string(), all), one.at("payload").as_string(),
                      parse_received_at(one.at("receivedAt").as_string()))
                  .dump()
                  .c_str());
  }
  return 0;
}

int check(const std::string& folder) {
  const contracts::Contracts all = contracts::Contracts::load(folder);
  contracts::Normalizer compiled(all);
  return 0;
}

int dispatch(std::vector<std::string> arguments) {
  if (arguments.empty() || arguments.front() != "contract") throw Usage();
  arguments.erase(arguments.begin());
  if (arguments.size() == 2 && arguments[0] == "--cases") return run_cases(arguments[1]);
  if (arguments.size() == 2 && arguments[0] == "--check") return check(arguments[1]);
  std::string received_at = base::format_iso8601(std::chrono::system_clock::now());
  std::vector<std::string> names;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--received-at" && i + 1 < arguments.size()) {
      received_at = parse_received_at(arguments[++i]);
    } else if (arguments[i].starts_with("--")) {
      throw Usage();
    } else {
      names.push_back(arguments[i]);
    }
  }
  if (names.size() != 2) throw Usage();
  return run_by_hand(names[0], names[1], received_at);
}

}  // namespace contract_command_detail

int run_command(const std::vector<std::string>& arguments) {
  using namespace contract_command_detail;
  try {
    return dispatch(arguments);
  } catch (const Usage&) {
    std::fputs(kUsage, stderr);
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "contract: %s\n", error.what());
    return 1;
  }
}

}  // namespace normalize
