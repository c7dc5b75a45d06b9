#include "jsonata/signature.h"

#include <algorithm>

#include "jsonata/fault.h"

namespace jsonata {
namespace signature_detail {

constexpr std::string_view kSymbols = "asnblfom";
constexpr std::uint16_t kAny = 0xFF;

std::uint16_t bit(char symbol) {
  const auto at = kSymbols.find(symbol);
  return at == std::string_view::npos ? std::uint16_t{0} : static_cast<std::uint16_t>(1u << at);
}

char symbol_of(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return 'l';
    case Kind::kBool:
      return 'b';
    case Kind::kNumber:
      return 'n';
    case Kind::kString:
      return 's';
    case Kind::kArray:
      return 'a';
    case Kind::kObject:
      return 'o';
    case Kind::kFunction:
      return 'f';
    default:
      return 'm';  // missing
  }
}

std::size_t find_closing(std::string_view text, std::size_t start, char open, char close) {
  int depth = 1;
  std::size_t at = start;
  while (at < text.size()) {
    ++at;
    if (at < text.size() && text[at] == close) {
      if (--depth == 0) break;
    } else if (at < text.size() && text[at] == open) {
      ++depth;
    }
  }
  return at;
}

std::string_view plural(char type) {
  switch (type) {
    case 'a':
      return "arrays";
    case 'b':
      return "booleans";
    case 'f':
      return "functions";
    case 'n':
      return "numbers";
    case 'o':
      return "objects";
    case 's':
      return "strings";
    default:
      return "";
  }
}

// Whether an array's elements are all of the kind that the type parameter names.
bool has_kind(const Value& array, std::string_view subtype) {
  if (subtype.empty()) return true;
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (symbol_of(array.at(i)) != subtype[0]) return false;
  }
  return true;
}

[[noreturn]] void fail_argument(std::string_view code, std::size_t index, const Value& value,
                                std::string_view type = {}) {
  Fault fault{
      .code = code, .value = to_json(value).value_or(base::Json()), .index = index, .detail = std::string(type)};
  throw fault;
}

}  // namespace signature_detail

using namespace signature_detail;

Signature Signature::parse(std::string_view text) {
  Signature result;
  Parameter unused;  // what a modifier before the first type applies to: nothing
  for (std::size_t at = 1; at < text.size() && text[at] != ':'; ++at) {
    Parameter& last = result.parameters_.empty() ? unused : result.parameters_.back();
    const char symbol = text[at];
    switch (symbol) {
      case 's':
      case 'n':
      case 'b':
      case 'l':
      case 'o':
        result.parameters_.push_back({.kinds = static_cast<std::uint16_t>(bit(symbol) | bit('m')), .type = symbol});
        break;
      case 'a':
      case 'x':
        result.parameters_.push_back({.kinds = kAny, .type = symbol});
        break;
      case 'j':
        result.parameters_.push_back({.kinds = static_cast<std::uint16_t>(kAny & ~bit('f')), .type = symbol});
        break;
      case 'f':
        result.parameters_.push_back({.kinds = bit('f'), .type = symbol});
        break;
      case '-':
        last.context = true;
        last.count = Count::kOptional;
        break;
      case '?':
        last.count = Count::kOptional;
        break;
      case '+':
        last.count = Count::kMany;
        break;
      case '(': {
        const std::size_t end = find_closing(text, at, '(', ')');
        const std::string_view choice = text.substr(at + 1, end - at - 1);
        if (choice.find('<') != std::string_view::npos) fail_at("S0402", at, {}, base::Json(choice));
        Parameter parameter{.kinds = bit('m'), .type = '('};
        for (const char c : choice) parameter.kinds |= bit(c);
        result.parameters_.push_back(parameter);
        at = end;
        break;
      }
      case '<': {
        if (last.type != 'a' && last.type != 'f') {
          fail_at("S0401", at, {}, last.type ? base::Json(std::string(1, last.type)) : base::Json());
        }
        const std::size_t end = find_closing(text, at, '<', '>');
        last.subtype = text.substr(at + 1, end - at - 1);
        at = end;
        break;
      }
      default:
        break;
    }
  }
  return result;
}

bool Signature::fits(std::span<const Value> arguments) const {
  if (arguments.size() != parameters_.size()) return false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Parameter& parameter = parameters_[i];
    const char symbol = symbol_of(arguments[i]);
    if (!(parameter.kinds & bit(symbol))) return false;
    if (parameter.type != 'a' || symbol == 'm') continue;
    if (symbol != 'a' || !has_kind(arguments[i], parameter.subtype)) return false;
  }
  return true;
}

// How many symbols each parameter takes, the first way that takes them all; greedy, as the reference's regular
// expression.
bool Signature::match(std::string_view symbols, std::size_t parameter, std::size_t at, std::vector<std::size_t>& taken,
                      std::size_t limit) const {
  if (parameter == limit) return limit < parameters_.size() || at == symbols.size();
  const Parameter& expected = parameters_[parameter];
  std::size_t most = 0;
  const std::size_t allowed = expected.count == Count::kMany ? symbols.size() : 1;
  while (most < allowed && at + most < symbols.size() && (expected.kinds & bit(symbols[at + most]))) ++most;
  const std::size_t least = expected.count == Count::kOptional ? 0 : 1;
  for (std::size_t count = most + 1; count-- > least;) {
    taken[parameter] = count;
    if (match(symbols, parameter + 1, at + count, taken, limit)) return true;
  }
  return false;
}

void Signature::refuse(std::string_view symbols, std::span<const Value> arguments) const {
  std::size_t good = 0;
  std::vector<std::size_t> taken(parameters_.size());
  for (std::size_t limit = 1; limit <= parameters_.size(); ++limit) {
    // The part matched by the first `limit` parameters; of all of them, without the demand that nothing is left.
    bool matched = limit < parameters_.size() ? match(symbols, 0, 0, taken, limit) : false;
    if (limit == parameters_.size()) {
      Signature open = *this;
      open.parameters_.push_back({});
      matched = open.match(symbols, 0, 0, taken, limit);
    }
    if (!matched) break;
    good = 0;
    for (std::size_t i = 0; i < limit; ++i) good += taken[i];
  }
  fail_argument("T0410", good + 1, good < arguments.size() ? arguments[good] : Value());
}

std::span<const Value> Signature::validated(Arena& arena, std::span<const Value> arguments,
                                            const Value& context) const {
  if (fits(arguments)) return arguments;
  std::string symbols;
  for (const Value& argument : arguments) symbols += symbol_of(argument);
  std::vector<std::size_t> taken(parameters_.size());
  if (!match(symbols, 0, 0, taken, parameters_.size())) refuse(symbols, arguments);

  Array result;
  std::size_t at = 0;
  const auto argument_at = [&](std::size_t index) { return index < arguments.size() ? arguments[index] : Value(); };
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const Parameter& parameter = parameters_[i];
    if (taken[i] == 0) {
      if (!parameter.context) {
        result.push(arena, argument_at(at++));
      } else if (parameter.kinds & bit(symbol_of(context))) {
        result.push(arena, context);
      } else {
        fail_argument("T0411", at + 1, context);
      }
      continue;
    }
    const Value first = argument_at(at);
    for (std::size_t n = 0; n < taken[i]; ++n, ++at) {
      // The reference hands the first of several again and again, unless they are arrays.
      Value argument = parameter.type == 'a' ? argument_at(at) : first;
      if (parameter.type == 'a' && !argument.is_undefined()) {
        const bool is_array = argument.is_array();
        const bool good = is_array ? has_kind(argument, parameter.subtype)
                                   : parameter.subtype.empty() || symbols.substr(at - n, taken[i]) == parameter.subtype;
        if (!good) fail_argument("T0412", at + 1, argument, plural(parameter.subtype[0]));
        if (!is_array) {
          Array* wrapped = make_array(arena, 1);
          wrapped->push(arena, argument);
          argument = Value::array(wrapped);
        }
      }
      result.push(arena, argument);
    }
  }
  return {result.data, result.size};
}

}  // namespace jsonata
