#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "contracts/contracts.h"
#include "contracts/mapping.h"
#include "contracts/violation.h"

namespace contracts {

// What one payload came to: records, or what is wrong with it. No records is `ignored`: nothing in it concerns us.
struct Outcome {
  std::string contract_id = {};
  const Contract* contract = nullptr;  // the version that was used; null where the syntax was broken already
  std::vector<base::Json> records = {};
  std::vector<Violation> violations = {};  // sorted

  bool is_violation() const { return !violations.empty(); }
  std::string_view name() const;  // "emitted", "ignored", "violation"
};

// Raw bytes to the standard representation. What it gives depends on the bytes, the contracts and the time of receipt
// alone.
class Normalizer {
 public:
  // Compiles every mapping; throws ContractError. `contracts` must outlive this.
  explicit Normalizer(const Contracts& contracts);

  // Of the versions of the id, newest to oldest, the first that accepts the payload is used; where none does, the one
  // with the fewest violations speaks. `version`: that one alone, for a replay. An id or a version that is not there is
  // a mistake of the caller's. `received_at` is in is_instant()'s form.
  Outcome normalize(std::string_view bytes, std::string_view contract_id, std::string_view received_at,
                    std::optional<std::int64_t> version = {});

 private:
  Outcome map(const Contract& contract, const base::Json& input, std::string_view received_at);

  const Contracts& contracts_;
  std::map<const Contract*, Mapping> mappings_ = {};
  MappingWorld world_ = {};
};

// {contract {id, version?, hash?}, outcome, sha256 + records | violations}: what the conformance goldens look like.
base::Json golden_form(const Outcome& outcome);

}  // namespace contracts
