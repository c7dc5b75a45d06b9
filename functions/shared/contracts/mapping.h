#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.h"
#include "contracts/contract.h"
#include "jsonata/jsonata.h"

namespace contracts {

// What a contract's mapping may call beside JSONata's built-ins: $decimal, $minor, $dsum, $instant, all on text, all
// undefined for undefined; and $receivedAt, the time of receipt. One for all mappings of a process.
class MappingWorld {
 public:
  MappingWorld();
  const jsonata::Environment& at(std::string_view received_at);

 private:
  jsonata::Environment environment_ = {};
};

// A contract's JSONata, compiled.
class Mapping {
 public:
  // Throws ContractError with line and column. Names whose result depends on more than the payload ($now, $random …),
  // or differs between implementations of JSONata, are refused.
  explicit Mapping(const Contract& contract);

  // The records, or the rule that stopped it: the host function's name, JSONata's code, or "array" where the result is
  // something else.
  std::variant<std::vector<base::Json>, std::string> run(const base::Json& payload, std::string_view received_at,
                                                         MappingWorld& world) const;

 private:
  jsonata::Expression expression_;
};

}  // namespace contracts
