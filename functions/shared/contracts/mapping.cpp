#include "contracts/mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "contracts/canonical_json.h"
#include "contracts/contract_error.h"
#include "contracts/decimal.h"
#include "contracts/instant.h"

namespace contracts {
namespace mapping_detail {

using base::Json;
using jsonata::Call;
using jsonata::Value;
using Arguments = std::span<const Value>;

// What their result depends on is more than the payload, or differs between implementations of JSONata.
constexpr std::string_view kForbidden[] = {"$now",  "$millis",   "$random",       "$shuffle",
                                           "$eval", "$toMillis", "$parseInteger", "$formatNumber"};

// Line and column of a position in UTF-16 units, both from 1.
std::string place_in(std::string_view text, std::size_t units) {
  std::size_t line = 1, column = 1;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;  // the rest of a character
    if (units == 0) break;
    units -= std::min<std::size_t>(units, byte >= 0xF0 ? 2 : 1);
    ++column;
    if (c == '\n') ++line, column = 1;
  }
  return fmt::format("line {}, column {}", line, column);
}

void forbid_chance(std::string_view file, std::string_view mapping) {
  const auto goes_on = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  for (const std::string_view name : kForbidden) {
    for (std::size_t at = mapping.find(name); at != std::string_view::npos; at = mapping.find(name, at + 1)) {
      const std::size_t end = at + name.size();
      if (end < mapping.size() && goes_on(mapping[end])) continue;
      throw ContractError(
          file, "/mapping, " + place_in(mapping, at),
          fmt::format("{} is not for contracts: the same payload must always give the same records", name));
    }
  }
}

jsonata::Expression compile_mapping(std::string_view file, const std::string& mapping) {
  forbid_chance(file, mapping);
  try {
    return jsonata::Expression::parse(mapping);
  } catch (const jsonata::Error& error) {
    std::string where = "/mapping";
    if (error.position) where += ", " + place_in(mapping, *error.position);
    throw ContractError(file, where, fmt::format("{} ({})", error.what(), error.code));
  }
}

// A text as it is, a number as JavaScript prints it, nothing for what is neither.
std::optional<std::string> find_text(const Value& value) {
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_number() && std::isfinite(value.as_number())) return print_number(value.as_number());
  return {};
}

Value answer(Call& call, const std::optional<std::string>& text, const char* rule) {
  if (!text) throw jsonata::Error(rule, fmt::format("{} does not take this", rule));
  return call.text(*text);
}

Value decimal(Call& call, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  const auto text = find_text(arguments[0]);
  return answer(call, text ? shortest_decimal(*text) : std::nullopt, "decimal");
}

Value minor(Call& call, Arguments arguments) {
  if (arguments[0].is_undefined() || arguments[1].is_undefined()) return {};
  const auto amount = find_text(arguments[0]);
  const std::string currency = find_text(arguments[1]).value_or("");
  return answer(call, amount ? from_minor_units(*amount, currency) : std::nullopt, "minor");
}

Value dsum(Call& call, Arguments arguments) {
  const Value& list = arguments[0];
  if (list.is_undefined()) return {};
  ExactSum sum;
  const auto add = [&sum](const Value& value) {
    if (value.is_undefined()) return true;
    const auto text = find_text(value);
    return text && sum.add(*text);
  };
  bool good = true;
  if (list.is_array()) {
    for (std::size_t i = 0; i < list.size(); ++i) good = good && add(list.at(i));
  } else {
    good = add(list);
  }
  return answer(call, good ? std::optional(sum.text()) : std::nullopt, "decimal");
}

Value instant(Call& call, Arguments arguments) {
  if (arguments[0].is_undefined()) return {};
  return answer(call, arguments[0].is_string() ? normalize_instant(arguments[0].as_string()) : std::nullopt, "instant");
}

// The arguments that a function is made for, undefined where they were left out.
jsonata::HostFunction takes(std::size_t count, jsonata::HostFunction function) {
  return [count, function = std::move(function)](Call& call, Arguments given) {
    std::vector<Value> arguments(given.begin(), given.end());
    arguments.resize(std::max(count, arguments.size()));
    return function(call, arguments);
  };
}

}  // namespace mapping_detail

using namespace mapping_detail;

MappingWorld::MappingWorld() {
  environment_.define("decimal", "", takes(1, decimal));
  environment_.define("minor", "", takes(2, minor), 2);
  environment_.define("dsum", "", takes(1, dsum));
  environment_.define("instant", "", takes(1, instant));
}

const jsonata::Environment& MappingWorld::at(std::string_view received_at) {
  environment_.bind("receivedAt", received_at);
  return environment_;
}

Mapping::Mapping(const Contract& contract) : expression_(compile_mapping(contract.file(), contract.mapping())) {}

std::variant<std::vector<Json>, std::string> Mapping::run(const Json& payload, std::string_view received_at,
                                                          MappingWorld& world) const {
  try {
    auto result = expression_.evaluate(payload, world.at(received_at));
    if (!result) return std::vector<Json>{};
    if (!result->is_array()) return "array";
    return std::move(result->mutable_elements());
  } catch (const jsonata::Error& error) {
    return error.code;
  }
}

}  // namespace contracts
