#include "contracts/contract.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "contracts/canonical_json.h"
#include "contracts/contract_error.h"

namespace contracts {
namespace contract_detail {

using base::Json;

void require_shape(std::string_view file, const Json& document, const StandardSchemas& schemas) {
  const auto breaches = schemas.get("contract.v1").check(document, Stage::kAccepts);
  if (breaches.empty()) return;
  const Violation& first = breaches.front();
  throw ContractError(file, first.path, fmt::format("breaks the rule {} of schemas/contract.v1.json", first.rule));
}

EventIdRule parse_event_id(std::string_view rule) {
  if (rule == "sha256") return {};
  const std::size_t colon = rule.find(':');  // contract.v1 has seen to it
  return {.from = rule.starts_with("header:") ? EventIdRule::From::kHeader : EventIdRule::From::kBody,
          .argument = std::string(rule.substr(colon + 1))};
}

JsonSchema compile_accepts(std::string_view file, const Json& schema) {
  try {
    return JsonSchema(schema);
  } catch (const SchemaError& error) {
    throw ContractError(file, "/accepts" + error.pointer, error.what());
  }
}

std::string hash_of(Json document) {
  document.erase("notes");
  document.erase("examples");
  return base::to_hex(base::sha256(canonical_json(document)));
}

}  // namespace contract_detail

using namespace contract_detail;

Contract Contract::parse(std::string_view file, std::string_view text, const StandardSchemas& schemas) {
  const Json document = parse_file_text(file, text);
  require_shape(file, document, schemas);
  Contract contract(compile_accepts(file, document.at("accepts")));
  contract.id_ = document.at("id").as_string();
  contract.version_ = static_cast<std::int64_t>(document.at("version").as_double());
  contract.emits_ = document.at("emits").as_string();
  for (const Json& rule : document.at("eventId").elements())
    contract.event_id_.push_back(parse_event_id(rule.as_string()));
  contract.mapping_ = document.at("mapping").as_string();
  contract.file_ = file;
  contract.hash_ = hash_of(document);
  return contract;
}

}  // namespace contracts
