#include "contracts/normalizer.h"

#include <algorithm>

#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"
#include "contracts/canonical_json.h"
#include "contracts/instant.h"
#include "contracts/raw_json.h"

namespace contracts {
namespace normalizer_detail {

using base::Json;

constexpr int kFutureHours = 24;

// The contract that speaks, and what it has against the payload (nothing, where it accepts).
struct Choice {
  const Contract* contract = nullptr;
  std::vector<Violation> violations = {};
};

Choice choose(const std::vector<const Contract*>& newest_first, const Json& payload) {
  Choice best;
  for (const Contract* contract : newest_first) {
    auto violations = contract->check(payload);
    if (violations.empty()) return {.contract = contract};
    if (!best.contract || violations.size() < best.violations.size())
      best = {.contract = contract, .violations = std::move(violations)};
  }
  return best;
}

void check_future(const Json& record, const std::string& path, const std::string& limit, std::vector<Violation>& out) {
  for (const char* name : {"updatedAt", "effectiveAt"}) {
    const Json* time = record.find(name);
    if (!time || !time->is_string() || compare_code_units(time->as_string(), limit) <= 0) continue;
    out.push_back({.stage = Stage::kEmits, .path = path + '/' + name, .rule = "future", .value = show_value(*time)});
  }
}

}  // namespace normalizer_detail

using namespace normalizer_detail;

std::string_view Outcome::name() const {
  if (is_violation()) return "violation";
  return records.empty() ? "ignored" : "emitted";
}

Normalizer::Normalizer(const Contracts& contracts) : contracts_(contracts) {
  for (const std::string& id : contracts.ids()) {
    for (const Contract& contract : contracts.versions(id)) mappings_.emplace(&contract, Mapping(contract));
  }
}

Outcome Normalizer::normalize(std::string_view bytes, std::string_view contract_id, std::string_view received_at,
                              std::optional<std::int64_t> version) {
  CHECK(is_instant(received_at));
  std::vector<const Contract*> candidates;
  for (const Contract& contract : contracts_.versions(contract_id)) {
    if (!version || contract.version() == *version) candidates.push_back(&contract);
  }
  CHECK(!candidates.empty());

  Outcome outcome{.contract_id = std::string(contract_id)};
  auto parsed = parse_raw(bytes);
  if (auto* violations = std::get_if<std::vector<Violation>>(&parsed)) {
    outcome.violations = std::move(*violations);
    return outcome;
  }
  const auto& document = std::get<RawDocument>(parsed);
  Choice choice = choose(candidates, document.value);
  if (choice.violations.empty()) return map(*choice.contract, document.mapping_input(), received_at);
  outcome.contract = choice.contract;
  outcome.violations = std::move(choice.violations);
  return outcome;
}

Outcome Normalizer::map(const Contract& contract, const Json& input, std::string_view received_at) {
  Outcome outcome{.contract_id = contract.id(), .contract = &contract};
  auto mapped = mappings_.at(&contract).run(input, received_at, world_);
  if (const auto* rule = std::get_if<std::string>(&mapped)) {
    outcome.violations.push_back({.stage = Stage::kMapping, .rule = *rule});
    return outcome;
  }
  auto& records = std::get<std::vector<Json>>(mapped);
  const JsonSchema& schema = contracts_.schemas().get(contract.emits());
  const std::string limit = add_hours(received_at, kFutureHours);
  std::vector<Violation> found;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const std::string path = '/' + std::to_string(i);
    auto breaches = schema.check(records[i], Stage::kEmits, path);
    std::move(breaches.begin(), breaches.end(), std::back_inserter(found));
    check_future(records[i], path, limit, found);
  }
  outcome.violations = sorted(std::move(found));
  if (outcome.violations.empty()) outcome.records = std::move(records);
  return outcome;
}

Json golden_form(const Outcome& outcome) {
  Json contract{{"id", outcome.contract_id}};
  if (outcome.contract) {
    contract.set("version", outcome.contract->version());
    contract.set("hash", outcome.contract->hash());
  }
  Json golden{{"contract", std::move(contract)}, {"outcome", outcome.name()}};
  Json list = Json::array();
  if (outcome.is_violation()) {
    for (const Violation& violation : outcome.violations) list.push_back(to_json(violation));
    golden.set("violations", std::move(list));
  } else {
    for (const Json& record : outcome.records) list.push_back(record);
    golden.set("sha256", base::to_hex(base::sha256(canonical_json(list))));
    golden.set("records", std::move(list));
  }
  return golden;
}

}  // namespace contracts
